//! The command line, with the real program.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

struct Program {
    folder: tempfile::TempDir,
}

impl Program {
    /// In a folder of its own, with the example's configuration.
    fn new() -> Program {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(
            "frontdesk.example.toml",
            folder.path().join("frontdesk.toml"),
        )
        .unwrap();
        Program { folder }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_frontdesk"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear();
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What it printed, after making sure that it went well.
    fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What it complained of: errors go to stderr only.
    fn fails(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {output:?}"
        );
        assert_eq!(
            String::from_utf8(output.stdout).unwrap(),
            "",
            "{arguments:?}"
        );
        String::from_utf8(output.stderr).unwrap()
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }
}

#[test]
fn wrong_usage_and_wrong_configuration_exit_2() {
    let program = Program::new();
    program.fails(2, &[]);
    program.fails(2, &["fly"]);
    program.fails(2, &["token", "create"]);
    program.fails(2, &["token", "create", "--name", "x", "--scope", "all"]);
    let said = program.fails(2, &["token", "create", "--name", "two words"]);
    assert!(said.contains("name"), "{said}");
    let said = program.fails(2, &["check", "--config", "none.toml"]);
    assert!(said.starts_with("none.toml: cannot be read"), "{said}");
    std::fs::write(
        program.path("bad.toml"),
        "[desk]\nnam = 1\ntime_zone = \"Mars\"\n",
    )
    .unwrap();
    let said = program.fails(2, &["--config", "bad.toml", "serve"]);
    assert!(
        said.contains("bad.toml:2:1") && said.contains("bad.toml:3:"),
        "{said}"
    );
    let mut command = program.command(&["check"]);
    let output = command.env("FRONTDESK_LISTEN", "here").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let mut command = program.command(&["check"]);
    let output = command
        .env("FRONTDESK_CONFIG", "bad.toml")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(program.ok(&["--version"]).starts_with("frontdesk "));
    for command in [
        "serve", "check", "manifest", "token", "backup", "restore", "migrate",
    ] {
        assert!(program.ok(&["--help"]).contains(command));
    }
}

#[test]
fn check_and_manifest_go_to_stdout() {
    let program = Program::new();
    assert!(program.ok(&["check"]).starts_with("Acme service desk\n"));
    let http = program.ok(&["manifest", "slack"]);
    assert!(
        http.contains("https://frontdesk.example.com/slack/events"),
        "{http}"
    );
    let socket = program.ok(&["manifest", "slack", "--socket-mode"]);
    assert!(!socket.contains("slack/events"), "{socket}");
    let mut command = program.command(&["manifest", "slack"]);
    let output = command
        .env("FRONTDESK_PUBLIC_URL", "https://desk.acme.example")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("https://desk.acme.example/slack/events"),
        "{text}"
    );
    assert!(output.stderr.is_empty());
}

#[test]
fn tokens_are_made_listed_and_revoked() {
    let program = Program::new();
    let token = program.ok(&["token", "create", "--name", "ci", "--scope", "write"]);
    assert!(token.starts_with("fd_") && token.lines().count() == 1);
    let list = program.ok(&["token", "list"]);
    assert!(list.starts_with("ci\twrite\tmade ") && !list.contains(token.trim()));
    program.fails(1, &["token", "create", "--name", "ci"]);
    program.ok(&["token", "revoke", "ci"]);
    assert!(program.ok(&["token", "list"]).contains("revoked"));
    program.fails(1, &["token", "revoke", "ci"]);
}

#[test]
fn a_database_that_cannot_be_used_is_explained() {
    let program = Program::new();
    let said = program.fails(1, &["backup", "b.db"]);
    assert!(said.contains("there is no database"), "{said}");
    assert!(!program.path("frontdesk.db").exists());
    let said = program.fails(1, &["serve", "--no-migrate"]);
    assert!(said.contains("frontdesk migrate"), "{said}");
    assert!(program.ok(&["migrate"]).contains("was made"));
    assert!(program.ok(&["migrate"]).contains("already"));
    program.ok(&["backup", "b.db"]);
    program.fails(1, &["backup", "b.db"]);
    program.ok(&["restore", "b.db"]);
    program.fails(1, &["restore", "none.db"]);
    std::fs::write(
        program.path("frontdesk.db"),
        "not a database at all, but long enough",
    )
    .unwrap();
    let said = program.fails(1, &["serve"]);
    assert!(said.contains("not a frontdesk database"), "{said}");
}

#[test]
fn postgresql_out_of_reach_and_its_own_tools_are_explained_without_the_password() {
    let program = Program::new();
    let told = |arguments: &[&str]| {
        let mut command = program.command(arguments);
        let url = "postgres://desk:s3cret@127.0.0.1:1/frontdesk";
        let output = command.env("FRONTDESK_DATABASE_URL", url).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!said.contains("s3cret"), "{said}");
        assert!(said.contains("frontdesk at 127.0.0.1:1"), "{said}");
        said
    };
    assert!(told(&["backup", "b.dump"]).contains("pg_dump"));
    assert!(told(&["restore", "b.dump"]).contains("pg_restore"));
    for command in [&["migrate"][..], &["serve"], &["token", "list"]] {
        assert!(told(command).contains("cannot be reached"));
    }
}

/// The address that the program says it listens on.
fn listening(log: &Path) -> String {
    for _ in 0..200 {
        let text = std::fs::read_to_string(log).unwrap();
        if let Some(line) = text.lines().find(|l| l.contains("listening")) {
            let (_, address) = line.rsplit_once("address=").unwrap();
            return address.to_owned();
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!(
        "never began to listen: {}",
        std::fs::read_to_string(log).unwrap()
    );
}

#[cfg(unix)]
#[tokio::test]
async fn it_serves_until_it_is_told_to_stop() {
    let program = Program::new();
    let token = program.ok(&["token", "create", "--name", "ci", "--scope", "admin"]);
    for signal in ["-TERM", "-INT"] {
        let log = program.path("log");
        let mut child = program
            .command(&["serve"])
            .env("FRONTDESK_LISTEN", "127.0.0.1:0")
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let base = format!("http://{}", listening(&log));
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let ready = client.get(format!("{base}/readyz")).send().await.unwrap();
        assert_eq!(ready.status(), 200);
        let list = client.get(format!("{base}/api/v1/requests"));
        let list = list.bearer_auth(token.trim()).send().await.unwrap();
        assert_eq!(list.status(), 200);
        // The other commands work beside it.
        let file = format!("backup{signal}");
        program.ok(&["backup", &file]);
        program.ok(&["restore", &file]);
        let killed = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .unwrap();
        assert!(killed.success());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{signal}");
        let text = std::fs::read_to_string(&log).unwrap();
        assert!(
            text.contains("stopped") && !text.contains('\u{1b}'),
            "{text}"
        );
    }
}

#[test]
fn an_address_in_use_is_explained() {
    let program = Program::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = program.command(&["serve"]);
    let output = command.env("FRONTDESK_LISTEN", &address).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("cannot listen on"), "{said}");
}

#[test]
fn articles_come_from_a_folder_and_again() {
    let program = Program::new();
    let folder = program.path("articles");
    std::fs::create_dir(&folder).unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("vpn.md", "# VPN on a phone\n\nAsk for a **token**.\n");
    write("black-screens.md", "Push the cable in.");
    write("notes.txt", "no article");
    let import = [
        "import-articles",
        "articles",
        "--team",
        "IT",
        "--by",
        "lea@acme.example",
    ];
    assert_eq!(program.ok(&import), "2 new, 0 changed, 0 as they were\n");
    write("vpn.md", "# VPN on a phone\n\nIt is in the store.\n");
    assert_eq!(program.ok(&import), "0 new, 1 changed, 1 as they were\n");
    write("empty.md", "# Nothing\n");
    write("long.md", &"x".repeat(3_001));
    let wrong = program.fails(2, &import);
    assert!(
        wrong.contains("empty.md: it has no text") && wrong.contains("long.md: it has 3001"),
        "{wrong}"
    );
    let nowhere = [
        "import-articles",
        "articles",
        "--team",
        "XX",
        "--by",
        "lea@acme.example",
    ];
    assert!(program.fails(2, &nowhere).contains("no team XX"));
}
