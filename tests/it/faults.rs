//! What is under the desk fails and comes back: the disk is full, another program holds the database. It says
//! so, acknowledges nothing that it has not stored, and goes on by itself.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use frontdesk::sandbox::{Fault, Submitted, Trouble};
use sqlx::{Connection, SqliteConnection};

use crate::crash::{Machine, asks};
use crate::engine::Home;

/// A way in which a disk has no room.
enum Full {
    /// The file may not grow: refused by the kernel, whoever runs the tests.
    Limit(u32),
    /// A small disk with something big on it: where the tests may mount one.
    Disk(PathBuf),
}

impl Full {
    fn begins(&self, folder: &Path) {
        match self {
            Full::Limit(process) => limit(*process, &room(folder).to_string()),
            Full::Disk(filler) => {
                // Until nothing more fits, whatever was free.
                let zeros = Command::new("dd")
                    .args(["if=/dev/zero", "bs=4k", &format!("of={}", filler.display())])
                    .output()
                    .unwrap();
                assert!(!zeros.status.success(), "the disk is not full");
            }
        }
    }

    fn ends(&self) {
        match self {
            Full::Limit(process) => limit(*process, "unlimited"),
            Full::Disk(filler) => std::fs::remove_file(filler).unwrap(),
        }
    }
}

/// As long as the log of writes is now, and no longer.
fn room(folder: &Path) -> u64 {
    std::fs::metadata(folder.join("desk.db-wal")).unwrap().len()
}

fn limit(process: u32, bytes: &str) {
    let done = Command::new("prlimit")
        .args([
            "--pid",
            &process.to_string(),
            &format!("--fsize={bytes}:unlimited"),
        ])
        .status()
        .unwrap();
    assert!(done.success());
}

/// A small disk of our own, gone afterwards.
struct Mounted(PathBuf);

impl Mounted {
    fn new(folder: &Path) -> Option<Mounted> {
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"])
            .arg(folder)
            .output();
        done.is_ok_and(|done| done.status.success())
            .then(|| Mounted(folder.to_owned()))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

/// Each has one card on either side, and one request.
async fn each_once(machine: &Machine, subjects: &[String]) {
    let twice = machine.slack.duplicates();
    assert!(twice.is_empty(), "said twice: {twice:#?}");
    let mut db = machine.look().await;
    assert!(db.is_sound().await);
    for subject in subjects {
        let stored = format!("SELECT COUNT(*) FROM requests WHERE subject = '{subject}'");
        assert_eq!(db.number(&stored).await, 1, "{subject}");
        for channel in ["C0IT".to_owned(), machine.slack.dm_channel("ana")] {
            let said = machine.slack.messages(&channel);
            let cards = said.iter().filter(|m| m.reads(subject)).count();
            assert_eq!(cards, 1, "{subject} in {channel}");
        }
    }
}

/// Ana tries once; whether the desk says that it has her request.
async fn tries(machine: &Machine, subject: &str) -> bool {
    let ana = machine.slack.user("ana");
    if !ana.command(&format!("/request it {subject}")).await.ok() || ana.modal().is_none() {
        return false;
    }
    let done = ana.submit().await == Submitted::Closed;
    ana.closes_modal(true).await;
    done
}

async fn full(mut machine: Machine, how: impl Fn(&Machine) -> Full) {
    machine.start().await;
    let mut acknowledged = vec!["screen 0 is black.".to_owned()];
    asks(&machine, &acknowledged[0]).await;
    machine.drained(Duration::from_secs(20)).await;
    let card = machine.slack.find("C0IT", &acknowledged[0]).unwrap();
    let how = how(&machine);
    how.begins(machine.dir.path());
    let mut refused = 0;
    for n in 1..40 {
        let subject = format!("screen {n} is black.");
        if tries(&machine, &subject).await {
            acknowledged.push(subject);
        } else {
            refused += 1;
        }
        if refused == 3 {
            break;
        }
    }
    assert_eq!(refused, 3, "{acknowledged:?}");
    machine.until_ready_says(503, "unwritable").await;
    let log = machine.log();
    assert!(log.contains("nothing of a batch could be stored"), "{log}");
    // Slack sends an event again, later and later.
    let bo = machine.slack.user("bo");
    let said = tokio::spawn(async move { bo.replies("C0IT", &card.ts, ">> on my way").await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    how.ends();
    machine.until_ready_says(200, "ok").await;
    said.await.unwrap();
    assert!(
        machine.log().contains("takes writes again"),
        "{}",
        machine.log()
    );
    acknowledged.push("one more screen".to_owned());
    asks(&machine, acknowledged.last().unwrap()).await;
    machine.drained(Duration::from_secs(60)).await;
    each_once(&machine, &acknowledged).await;
    let hers = machine.slack.dm_channel("ana");
    let card = machine.slack.find(&hers, &acknowledged[0]).unwrap();
    let thread = machine.slack.thread(&hers, &card.ts);
    assert_eq!(thread.iter().filter(|m| m.reads("on my way")).count(), 1);
    assert!(machine.told("TERM").success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_cannot_grow_costs_no_acknowledged_request_and_no_restart() {
    let machine = Machine::on(Home::sqlite()).await;
    full(machine, |machine| Full::Limit(machine.id())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_costs_no_acknowledged_request_and_no_restart() {
    let home = Home::sqlite();
    let Some(_disk) = Mounted::new(home.path()) else {
        eprintln!("a small disk cannot be mounted here: only a file's limit was tried");
        return;
    };
    let machine = Machine::on(home).await;
    full(machine, |machine| {
        Full::Disk(machine.dir.path().join("filler"))
    })
    .await;
}

/// A small disk with a file system of its own, which its kernel makes read-only as after a failure of the disk.
struct Failing {
    image: PathBuf,
    folder: PathBuf,
}

impl Failing {
    const BYTES: u64 = 16 * 1024 * 1024;

    fn new(image: PathBuf, folder: &Path) -> Option<Failing> {
        std::fs::File::create(&image)
            .unwrap()
            .set_len(Failing::BYTES)
            .unwrap();
        let failing = Failing {
            image,
            folder: folder.to_owned(),
        };
        let made = ran("mkfs.ext4", &["-q", "-F", failing.image.to_str()?]);
        (made && failing.mount()).then_some(failing)
    }

    fn mount(&self) -> bool {
        let (image, folder) = (self.image.to_str().unwrap(), self.folder.to_str().unwrap());
        ran("mount", &["-o", "loop,errors=remount-ro", image, folder])
    }

    /// What the kernel does when it finds the file system broken.
    fn fails(&self) {
        let source = Command::new("findmnt")
            .args(["-n", "-o", "SOURCE", self.folder.to_str().unwrap()])
            .output()
            .unwrap();
        let device = String::from_utf8(source.stdout).unwrap();
        let device = device.trim().trim_start_matches("/dev/");
        let trigger = format!("/sys/fs/ext4/{device}/trigger_fs_error");
        std::fs::write(trigger, "a test").unwrap();
    }

    /// What an operator does then; nobody may have a file open there.
    fn is_mended(&self) {
        assert!(ran("umount", &[self.folder.to_str().unwrap()]));
        ran("e2fsck", &["-p", "-f", self.image.to_str().unwrap()]);
        assert!(self.mount());
    }
}

impl Drop for Failing {
    fn drop(&mut self) {
        ran("umount", &["--lazy", self.folder.to_str().unwrap()]);
    }
}

fn ran(program: &str, arguments: &[&str]) -> bool {
    let done = Command::new(program).args(arguments).output();
    done.is_ok_and(|done| done.status.success())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_becomes_read_only_costs_no_acknowledged_request() {
    let (home, beside) = (Home::sqlite(), tempfile::tempdir().unwrap());
    let Some(disk) = Failing::new(beside.path().join("image"), home.path()) else {
        eprintln!(
            "a file system cannot be made and mounted here: a disk that becomes read-only was not tried"
        );
        return;
    };
    let mut machine = Machine::on(home).await;
    // Nobody's but the database's writes are worth the wait otherwise.
    let settings = machine.dir.path().join("frontdesk.toml");
    std::fs::File::open(settings).unwrap().sync_all().unwrap();
    machine.start().await;
    let mut acknowledged = vec!["screen 0 is black.".to_owned()];
    asks(&machine, &acknowledged[0]).await;
    // Not in the middle of a commit: the kernel (6.18 at least) lets an fdatasync succeed that began before it made
    // the disk read-only, and loses what that was to keep. No program can tell.
    machine.drained(Duration::from_secs(20)).await;
    disk.fails();
    for n in 1..4 {
        assert!(!tries(&machine, &format!("screen {n} is black.")).await);
    }
    machine.until_ready_says(503, "unwritable").await;
    let log = machine.log();
    assert!(log.contains("nothing of a batch could be stored"), "{log}");
    // The kernel gives the disk back only once nobody has it open.
    machine.told("KILL");
    disk.is_mended();
    machine.start().await;
    machine.until_ready_says(200, "ok").await;
    acknowledged.push("one more screen".to_owned());
    asks(&machine, acknowledged.last().unwrap()).await;
    machine.drained(Duration::from_secs(60)).await;
    each_once(&machine, &acknowledged).await;
    assert!(machine.told("TERM").success());
}

/// In real time: the desk waits five seconds for its turn.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_held_by_another_program_is_said_and_used_again() {
    let mut machine = Machine::on(Home::sqlite()).await;
    machine.start().await;
    asks(&machine, "screen 0 is black.").await;
    let mut other = SqliteConnection::connect(&machine.dir.url).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut other)
        .await
        .unwrap();
    assert!(!tries(&machine, "screen 1 is black.").await);
    machine.until_ready_says(503, "unwritable").await;
    assert!(machine.log().contains("locked"), "{}", machine.log());
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    machine.until_ready_says(200, "ok").await;
    asks(&machine, "screen 2 is black.").await;
    machine.drained(Duration::from_secs(30)).await;
    let acknowledged = [
        "screen 0 is black.".to_owned(),
        "screen 2 is black.".to_owned(),
    ];
    each_once(&machine, &acknowledged).await;
    assert!(machine.told("TERM").success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn started_while_slack_does_not_say_who_we_are_it_takes_in_what_comes() {
    let mut machine = Machine::new().await;
    machine.start().await;
    asks(&machine, "screen 0 is black.").await;
    machine.drained(Duration::from_secs(20)).await;
    assert!(machine.told("TERM").success());
    let silent = Trouble::ServerError { applied: false };
    machine
        .slack
        .fault(Fault::new("auth.test", silent).times(1_000));
    machine.start().await;
    // The first try has to do: a command is not sent again.
    assert!(tries(&machine, "screen 1 is black.").await);
    machine.slack.clear_faults();
    machine.drained(Duration::from_secs(20)).await;
    let acknowledged = [0, 1].map(|n| format!("screen {n} is black."));
    each_once(&machine, &acknowledged).await;
    assert!(machine.told("TERM").success());
}
