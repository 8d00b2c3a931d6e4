//! Named instants at which a test lets the process die or stand still, or decides itself who goes on: what
//! happens between two steps that belong together is what goes wrong once a year. Release builds have none
//! of it.

/// An instant between two steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// The work is done, in a transaction that is still open.
    Decided,
    /// It is on disk; nobody has been told.
    Stored,
    /// A conversation and its first job are ours; nothing has been said.
    Claimed,
    /// What is to be said is drawn; the last look at the lease and the call come next.
    Sending,
    /// The call is over, whatever it came to; nothing of that is on record.
    Answered,
    /// What came of the job is on record.
    Recorded,
    /// A file is with the platform; that is not on record.
    Uploaded,
}

impl Point {
    pub const ALL: [Point; 7] = [
        Point::Decided,
        Point::Stored,
        Point::Claimed,
        Point::Sending,
        Point::Answered,
        Point::Recorded,
        Point::Uploaded,
    ];
}

/// The process is at `point`.
pub fn pass(point: Point) {
    #[cfg(debug_assertions)]
    armed::pass(point);
    #[cfg(not(debug_assertions))]
    let _ = point;
}

/// The same, where a test in this process may hold whoever is there.
pub async fn reach(point: Point) {
    pass(point);
    #[cfg(debug_assertions)]
    armed::hold(point).await;
}

#[cfg(debug_assertions)]
pub use armed::{Hold, arm, held};

#[cfg(debug_assertions)]
mod armed {
    use std::process::{Command, abort, id};
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::sync::{Arc, Mutex, OnceLock, PoisonError};

    use futures_util::future::BoxFuture;

    use super::Point;

    /// Asked at each point; whoever is there goes on when it is done.
    pub type Hold = Arc<dyn Fn(Point) -> BoxFuture<'static, ()> + Send + Sync>;

    /// A process has one end, so that there is one of these.
    static TRAP: OnceLock<Trap> = OnceLock::new();

    tokio::task_local! {
        static HOLD: Hold;
    }

    struct Trap {
        point: Point,
        /// How many times it is passed unharmed.
        spare: AtomicU32,
        stop: bool,
        /// Whoever comes to the point while the process is being stopped goes no further.
        springing: Mutex<()>,
    }

    /// Sets the trap that `text` describes: a point's name, how often it is passed before, and `abort` or
    /// `stop`, like `Sending:2:abort`. False: it describes none.
    pub fn arm(text: &str) -> bool {
        let mut parts = text.split(':');
        let name = parts.next().unwrap_or_default();
        let point = Point::ALL.into_iter().find(|p| format!("{p:?}") == name);
        let spare = parts.next().and_then(|n| n.parse().ok());
        let stop = match parts.next() {
            Some("abort") => Some(false),
            Some("stop") => Some(true),
            _ => None,
        };
        let (Some(point), Some(spare), Some(stop)) = (point, spare, stop) else {
            return false;
        };
        let spare = AtomicU32::new(spare);
        let springing = Mutex::default();
        TRAP.set(Trap {
            point,
            spare,
            stop,
            springing,
        })
        .is_ok()
    }

    pub fn pass(point: Point) {
        let Some(trap) = TRAP.get().filter(|trap| trap.point == point) else {
            return;
        };
        let _alone = trap
            .springing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // Once below nothing it wraps round: it springs once.
        if trap.spare.fetch_sub(1, Ordering::SeqCst) != 0 {
            return;
        }
        if trap.stop {
            let _ = Command::new("kill")
                .args(["-STOP", &id().to_string()])
                .status();
        } else {
            abort();
        }
    }

    /// Runs `work`; `hold` decides at each point when it goes on.
    pub async fn held<T>(hold: Hold, work: impl Future<Output = T>) -> T {
        HOLD.scope(hold, work).await
    }

    pub async fn hold(point: Point) {
        if let Ok(hold) = HOLD.try_with(Clone::clone) {
            hold(point).await;
        }
    }
}
