//! A server under measurement: started on its core, and what it takes there.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

use crate::form::Submissions;
use crate::load;

/// A second has so many of the kernel's ticks, on every Linux.
const TICKS: f64 = 100.0;
const START: Duration = Duration::from_secs(60);
const STOP: Duration = Duration::from_secs(60);

pub struct Server {
    child: Child,
    pub address: SocketAddr,
    pub cold_start: Duration,
    /// 200s that the start took: they are stored too.
    pub taken: u64,
}

/// A port that was free a moment ago.
///
/// # Errors
/// When there is none.
pub fn free_port() -> std::io::Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0")?.local_addr()
}

impl Server {
    /// Starts `command` on `core` and sends it one submission until it takes it.
    ///
    /// # Errors
    /// When it ends, or takes none.
    pub fn start(
        mut command: Command,
        core: usize,
        address: SocketAddr,
        submissions: &mut Submissions,
    ) -> anyhow::Result<Server> {
        let mut pinned = Command::new("taskset");
        pinned.args(["-c", &core.to_string()]);
        pinned.arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            if let Some(value) = value {
                pinned.env(name, value);
            }
        }
        if let Some(place) = command.get_current_dir() {
            pinned.current_dir(place);
        }
        command = pinned;
        let begun = Instant::now();
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("{:?}", command.get_program()))?;
        let mut server = Server {
            child,
            address,
            cold_start: Duration::ZERO,
            taken: 0,
        };
        let mut request = Vec::new();
        while begun.elapsed() < START {
            if let Some(status) = server.child.try_wait()? {
                anyhow::bail!("the server ended with {status}");
            }
            submissions.next(&mut request);
            if once(address, &request).unwrap_or(false) {
                server.cold_start = begun.elapsed();
                server.taken = 1;
                return Ok(server);
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        anyhow::bail!("the server took nothing within {START:?}")
    }

    /// Seconds of processor time in user mode and in the kernel so far.
    ///
    /// # Errors
    /// When it is no longer there.
    pub fn cpu(&self) -> anyhow::Result<(f64, f64)> {
        let (mut user, mut system) = (0.0, 0.0);
        for pid in self.tree() {
            let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
            // The name in brackets may hold spaces.
            let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
            let field = |i: usize| -> f64 {
                let word = rest.split_whitespace().nth(i);
                word.and_then(|w| w.parse().ok()).unwrap_or(0.0)
            };
            user += field(11) / TICKS;
            system += field(12) / TICKS;
        }
        Ok((user, system))
    }

    /// Memory in MiB: what is shared between processes counts in parts (PSS).
    ///
    /// # Errors
    /// When it is no longer there.
    pub fn memory(&self) -> anyhow::Result<f64> {
        let mut kib = 0.0;
        for pid in self.tree() {
            let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
            let line = rollup.lines().find_map(|l| l.strip_prefix("Pss:"));
            let word = line.and_then(|l| l.split_whitespace().next());
            kib += word.and_then(|w| w.parse::<f64>().ok()).unwrap_or(0.0);
        }
        Ok(kib / 1024.0)
    }

    /// Asks it to stop as a service manager does, and waits.
    ///
    /// # Errors
    /// When it does not.
    pub fn stop(mut self) -> anyhow::Result<()> {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status()?;
        let begun = Instant::now();
        while begun.elapsed() < STOP {
            if self.child.try_wait()?.is_some() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        self.child.kill()?;
        self.child.wait()?;
        anyhow::bail!("the server did not stop within {STOP:?}")
    }

    fn tree(&self) -> Vec<u32> {
        let mut all = vec![self.child.id()];
        let mut next = 0;
        while let Some(pid) = all.get(next) {
            let path = format!("/proc/{pid}/task/{pid}/children");
            let children = std::fs::read_to_string(path).unwrap_or_default();
            all.extend(
                children
                    .split_whitespace()
                    .filter_map(|c| c.parse::<u32>().ok()),
            );
            next += 1;
        }
        all
    }
}

impl Drop for Server {
    /// A measurement that failed leaves nothing running.
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

fn once(to: SocketAddr, request: &[u8]) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(to)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.write_all(request)?;
    let (mut read, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        let count = stream.read(&mut buffer)?;
        read.extend_from_slice(&buffer[..count]);
        match load::answer(&read) {
            Some(taken) => return Ok(taken),
            None if count == 0 => return Ok(false),
            None => {}
        }
    }
}

/// Seconds during which `core` did anything at all, for whomever.
///
/// # Errors
/// When the kernel does not tell.
pub fn core_busy(core: usize) -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string("/proc/stat")?;
    let name = format!("cpu{core} ");
    let line = stat.lines().find_map(|l| l.strip_prefix(&name));
    let line = line.context("no such core")?;
    let ticks: Vec<f64> = line.split(' ').filter_map(|w| w.parse().ok()).collect();
    // user nice system idle iowait irq softirq steal
    let at = |i: usize| ticks.get(i).copied().unwrap_or(0.0);
    let busy = at(0) + at(1) + at(2) + at(5) + at(6) + at(7);
    Ok(busy / TICKS)
}
