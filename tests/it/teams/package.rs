//! The app package, and `frontdesk check` for Teams.

use std::process::Command;

use frontdesk::platform::teams::manifest::{manifest, package};
use frontdesk::sandbox::teams::APP;

use super::bench::{PAYROLL, TeamsBench, environment, teams_config};
use super::schemas::schema;

/// Against Microsoft's schema of the version that it declares.
fn fits(filled: &serde_json::Value) {
    let version = filled["manifestVersion"].as_str().unwrap();
    let schema = schema(&format!("manifest-{version}.schema.json"));
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(filled)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn microsofts_schema_accepts_it() {
    let url = "https://desk.acme.example/frontdesk/".parse().unwrap();
    let name = "A service desk whose name is longer than Teams can show";
    for (slash, declared) in [(false, "1.25"), (true, "1.29")] {
        let filled = manifest(APP, Some(&url), name, slash);
        assert_eq!(filled["manifestVersion"], declared);
        fits(&filled);
    }
    let filled = manifest(APP, Some(&url), name, false);
    assert_eq!(filled["bots"][0]["botId"], APP);
    let said = filled["bots"][0]["commandLists"][0]["commands"]
        .as_array()
        .unwrap();
    for command in said.iter().map(|c| c["title"].as_str().unwrap()) {
        let known = frontdesk::domain::intent::DeskWord::KNOWN.contains(&command);
        assert!(known || command == "request", "{command}");
    }
}

#[test]
fn the_package_holds_the_manifest_and_both_icons() {
    let filled = manifest(APP, None, "Desk", false);
    let bytes = package(&filled).unwrap();
    assert_eq!(
        bytes,
        package(&filled).unwrap(),
        "the same is the same file"
    );
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut read = |name: &str| {
        let mut content = Vec::new();
        std::io::copy(&mut zip.by_name(name).unwrap(), &mut content).unwrap();
        content
    };
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&read("manifest.json")).unwrap(),
        filled
    );
    for (name, size) in [("color.png", 192_u32), ("outline.png", 32)] {
        let png = read(name);
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n", "{name}");
        assert_eq!(png[16..20], size.to_be_bytes(), "{name}");
        assert_eq!(png[20..24], size.to_be_bytes(), "{name}");
    }
}

async fn run(
    bench: &TeamsBench,
    args: &[&str],
    change: &[(&'static str, &str)],
) -> (Option<i32>, String) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("checked.toml");
    std::fs::write(&file, teams_config()).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontdesk"));
    command.args(args).arg("--config").arg(&file);
    let mut env = environment(&bench.teams, "sqlite://unused.db");
    for (name, value) in change {
        env.insert(name, (*value).to_owned());
    }
    command.envs(env).env("NO_PROXY", "127.0.0.1");
    let output = tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap();
    let mut said = String::from_utf8(output.stdout).unwrap();
    said.push_str(&String::from_utf8(output.stderr).unwrap());
    (output.status.code(), said)
}

#[tokio::test]
async fn check_asks_teams_and_names_what_is_wrong() {
    let bench = TeamsBench::start().await;
    let (code, said) = run(&bench, &["check"], &[]).await;
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains(&format!("Teams      on, app {APP}")),
        "{said}"
    );
    assert!(
        said.contains("everything that the desk needs is there"),
        "{said}"
    );
    assert!(
        said.contains(
            "team PAY gets private requests and works in a Teams channel: it has to be a private one"
        ),
        "{said}"
    );
    let (code, said) = run(
        &bench,
        &["check"],
        &[("FRONTDESK_PUBLIC_URL", "http://desk.acme.example")],
    )
    .await;
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("Teams delivers over https only"), "{said}");
    bench.teams.set_installed(PAYROLL, false);
    let (code, said) = run(&bench, &["check"], &[]).await;
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains(&format!("PAY: {PAYROLL}: the app is not in its team")),
        "{said}"
    );
    bench.teams.set_installed(PAYROLL, true);

    let (code, said) = run(&bench, &["check"], &[("TEAMS_APP_PASSWORD", "another-one")]).await;
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("the login server refuses them (invalid_client)"),
        "{said}"
    );
    assert!(said.contains("1 thing in Teams to be put right"), "{said}");
    assert!(!said.contains("another-one"), "{said}");

    let (code, said) = run(&bench, &["check"], &[("TEAMS_TENANT_ID", "")]).await;
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("TEAMS_TENANT_ID"), "{said}");
    let (code, said) = run(
        &bench,
        &["check"],
        &[("TEAMS_LOGIN_URL", "http://login.example/")],
    )
    .await;
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("plain http is for addresses of this machine"),
        "{said}"
    );
}

#[tokio::test]
async fn the_package_is_written_by_the_binary() {
    let bench = TeamsBench::start().await;
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("app.zip");
    let args = ["manifest", "teams", "--out", out.to_str().unwrap()];
    let (code, said) = run(&bench, &args, &[]).await;
    assert_eq!(code, Some(0), "{said}");
    let zip = zip::ZipArchive::new(std::fs::File::open(&out).unwrap()).unwrap();
    assert_eq!(zip.len(), 3);
}
