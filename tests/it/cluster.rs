//! A PostgreSQL of our own: in a temporary folder, on a Unix socket, without `fsync`; it ends with
//! the process that started it, however that ends.

use std::fs::File;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

struct Cluster {
    folder: PathBuf,
    /// The server, and what ends it once its own input ends, as it does when this process does.
    _processes: [Child; 2],
}

static CLUSTER: OnceLock<Cluster> = OnceLock::new();

/// The URL of a database in the cluster, which is started if it is not there yet.
pub fn url(database: &str) -> String {
    let folder = &CLUSTER.get_or_init(start).folder;
    format!(
        "postgres://frontdesk@localhost/{database}?host={}",
        folder.display()
    )
}

/// Where the newest PostgreSQL's programs are, if there is one: Debian's place, then the path.
pub fn programs() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let mut versions: Vec<(u32, PathBuf)> = folders
        .filter_map(|folder| {
            let folder = folder.ok()?;
            let version = folder.file_name().to_str()?.parse().ok()?;
            Some((version, folder.path().join("bin")))
        })
        .filter(|(_, bin)| bin.join("initdb").exists())
        .collect();
    versions.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let elsewhere = std::env::split_paths(&path).find(|bin| bin.join("initdb").exists());
    versions.pop().map(|(_, bin)| bin).or(elsewhere)
}

fn start() -> Cluster {
    let bin = programs().expect("PostgreSQL's programs: apt-get install postgresql");
    let folder = tempfile::tempdir().unwrap().keep();
    let data = folder.join("data");
    let user = user();
    if let Some((uid, gid)) = user {
        chown(&folder, Some(uid), Some(gid)).unwrap();
    }
    let log = File::create(folder.join("log")).unwrap();
    let program = |name: &str| {
        let mut command = Command::new(bin.join(name));
        command
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log.try_clone().unwrap());
        if let Some((uid, gid)) = user {
            command.uid(uid).gid(gid);
        }
        command
    };
    let made = program("initdb")
        .args(["--auth=trust", "--username=frontdesk", "--no-sync"])
        .args(["--encoding=UTF8", "--locale=C", "--pgdata"])
        .arg(&data)
        .status()
        .unwrap();
    assert!(made.success(), "initdb: {}", said(&folder));
    let mut server = program("postgres");
    server.arg("-D").arg(&data).arg("-k").arg(&folder);
    for setting in [
        "listen_addresses=",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "max_connections=400",
        "shared_buffers=64MB",
    ] {
        server.args(["-c", setting]);
    }
    let server = server.spawn().unwrap();
    let keeper = Command::new("sh")
        .args(["-c", KEEPER, "keeper", &server.id().to_string()])
        .arg(&folder)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    for _ in 0..300 {
        let asked = Command::new(bin.join("pg_isready"))
            .arg("-qh")
            .arg(&folder)
            .status();
        if asked.unwrap().success() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Cluster {
        folder,
        _processes: [server, keeper],
    }
}

/// Ends the server at once, and takes its folder away.
const KEEPER: &str = r#"read -r _; kill -QUIT "$1"
for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$1" 2>/dev/null || break; sleep 0.2; done
rm -rf "$2""#;

fn said(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("log")).unwrap_or_default()
}

/// PostgreSQL refuses to run as root: then as the user that Debian made for it.
fn user() -> Option<(u32, u32)> {
    if std::fs::metadata("/proc/self").unwrap().uid() != 0 {
        return None;
    }
    let ask = |flag: &str| {
        let output = Command::new("id")
            .args([flag, "postgres"])
            .output()
            .unwrap();
        let number = String::from_utf8(output.stdout).unwrap();
        number.trim().parse().expect("a user named postgres")
    };
    Some((ask("-u"), ask("-g")))
}
