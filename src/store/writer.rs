//! One writer for the whole desk: it takes everything that waits into one transaction, commits
//! once, then answers all. Throughput grows with load while each answer stays durable.
//!
//! Work is a closure that can be run again. So nothing is set up for a failure that hardly ever comes:
//! work that fails before it wrote leaves nothing to undo; after one that had written, the whole
//! transaction is undone and the others run once more, this time each behind a savepoint of its own.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::runtime::Handle;
use tokio::sync::{Notify, mpsc, oneshot, watch};

use crate::fail::{self, Point};

use super::db::Connection;
use super::error::told;
use super::postgres_link::in_time;
use super::{Error, Pool, Result, Tx};

/// More than this waits only if the disk has stopped; then it is better to say so.
const QUEUE: usize = 4096;
/// The most that one commit carries.
const BATCH: usize = 256;
/// A batch that takes longer is stuck, whatever may come of it: far more than the slowest disk needs, and more than SQLite
/// waits for another program, which is said when it is over.
const STUCK: Duration = Duration::from_secs(7);

type Outcome = Box<dyn Any + Send>;
type Begun = Arc<Mutex<Option<Instant>>>;
type Work = Box<
    dyn for<'a> FnMut(&'a mut Tx) -> BoxFuture<'a, std::result::Result<Outcome, Outcome>> + Send,
>;
/// What came of one job: its own result or failure, or that it panicked.
type Answer = Result<std::result::Result<Outcome, Outcome>>;

struct Job {
    work: Work,
    done: oneshot::Sender<Answer>,
}

/// Hands work to the task that owns the writing connection.
#[derive(Clone, Debug)]
pub struct Writer {
    queue: mpsc::Sender<Job>,
    /// The last batch could be stored.
    stored: Arc<AtomicBool>,
    /// When the batch under way was begun.
    begun: Begun,
    /// Nothing more is taken in.
    closing: Arc<Notify>,
    /// Lasts as long as the connection does.
    open: watch::Receiver<()>,
}

impl Writer {
    /// Starts the task that owns the connection `tx` to PostgreSQL, and takes others from `pool` if it
    /// breaks.
    pub(super) fn start(pool: Pool, tx: Tx) -> Writer {
        let (writer, run) = Writer::around(Line::new(Some(pool), tx));
        tokio::spawn(run);
        writer
    }

    /// Starts a thread that owns the connection `tx` to SQLite: it waits for the disk, which a task
    /// must not.
    ///
    /// # Errors
    /// When the system has no thread left.
    pub(super) fn on_a_thread(tx: Tx) -> Result<Writer> {
        let (writer, run) = Writer::around(Line::new(None, tx));
        let runtime = Handle::current();
        std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || runtime.block_on(run))
            .map_err(|e| Error::Unusable(format!("no thread for the writer: {e}")))?;
        Ok(writer)
    }

    fn around(line: Line) -> (Writer, impl Future<Output = ()>) {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let (opened, open) = watch::channel(());
        let writer = Writer {
            queue,
            stored: line.stored.clone(),
            begun: line.begun.clone(),
            closing: Arc::default(),
            open,
        };
        let run = run(line, jobs, writer.closing.clone(), opened);
        (writer, run)
    }

    pub(super) async fn write<T, E, F>(&self, mut work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: for<'a> FnMut(&'a mut Tx) -> BoxFuture<'a, std::result::Result<T, E>> + Send + 'static,
    {
        let work: Work = Box::new(move |tx| {
            let done = work(tx);
            async move {
                let done = done.await;
                fail::pass(Point::Decided);
                match done {
                    Ok(value) => Ok(Box::new(value) as Outcome),
                    Err(error) => Err(Box::new(error) as Outcome),
                }
            }
            .boxed()
        });
        let (done, outcome) = oneshot::channel();
        self.queue
            .try_send(Job { work, done })
            .map_err(|e| match e {
                mpsc::error::TrySendError::Full(_) => Error::Full,
                mpsc::error::TrySendError::Closed(_) => Error::Closed,
            })?;
        let outcome = outcome.await.map_err(|_| Error::Closed)??;
        fail::pass(Point::Stored);
        // The types are those that `work` itself boxed above.
        match outcome {
            Ok(value) => value
                .downcast()
                .map(|v| *v)
                .map_err(|_| E::from(Error::Panicked)),
            Err(error) => Err(error.downcast().map_or(E::from(Error::Panicked), |e| *e)),
        }
    }

    /// Whether the last batch could be stored.
    pub(super) fn stored_last(&self) -> bool {
        self.stored.load(Ordering::Relaxed)
    }

    /// Whether the batch under way takes so long that nothing can be said of what waits.
    pub(super) fn stands_still(&self) -> bool {
        let begun = *self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        begun.is_some_and(|begun| begun.elapsed() > STUCK)
    }

    pub(super) fn has_room(&self) -> bool {
        self.queue.capacity() > 0
    }

    /// Returns once everything handed in so far is stored and the connection is closed, so that SQLite's log
    /// is folded in: whoever copies the file then has all of it.
    pub(super) async fn close(&self) {
        self.closing.notify_one();
        // It never changes; it ends.
        let _ = self.open.clone().changed().await;
    }
}

/// Where the writing connection is, and where another comes from when it has gone away.
struct Line {
    /// None: SQLite. Another connection to the same file would say the same.
    pool: Option<Pool>,
    held: Option<Tx>,
    stored: Arc<AtomicBool>,
    begun: Begun,
}

/// Works off `jobs` until nobody can hand in any more, or until told to close and nothing waits.
async fn run(
    mut line: Line,
    mut jobs: mpsc::Receiver<Job>,
    closing: Arc<Notify>,
    _opened: watch::Sender<()>,
) {
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        tokio::select! {
            taken = jobs.recv_many(&mut batch, BATCH) => match taken {
                0 => break,
                _ => {
                    line.begun(Some(Instant::now()));
                    commit(&mut line, &mut batch).await;
                    line.begun(None);
                }
            },
            () = closing.notified() => jobs.close(),
        }
    }
    if let Some(tx) = line.held
        && let Err(error) = tx.close()
    {
        tracing::warn!(%error, "the database did not close cleanly");
    }
}

/// Runs the whole batch in one transaction and answers once it is on disk.
async fn commit(line: &mut Line, batch: &mut Vec<Job>) {
    let outcome = async {
        let tx = line.begin().await?;
        let answers = together(tx, batch).await?;
        end(tx).await?;
        Ok(answers)
    }
    .await;
    match outcome {
        Ok(answers) => {
            if !line.stored.swap(true, Ordering::Relaxed) {
                tracing::warn!("the database takes writes again");
            }
            let waiting = batch.drain(..).map(|job| job.done);
            hand_out(waiting.zip(answers).collect());
        }
        Err(error) => {
            let error: sqlx::Error = error;
            let error = told(&error);
            tracing::error!(%error, waiting = batch.len(), "nothing of a batch could be stored");
            line.stored.store(false, Ordering::Relaxed);
            line.undo().await;
            for job in batch.drain(..) {
                let lost = Error::Unusable(format!("the commit failed: {error}"));
                let _ = job.done.send(Err(lost));
            }
        }
    }
}

/// Answers all who wait, from a task of its own: it runs where they do, so that this thread wakes one
/// and not each of them.
fn hand_out(answers: Vec<(oneshot::Sender<Answer>, Answer)>) {
    tokio::spawn(async {
        for (done, answer) in answers {
            // Nobody waits any more: it is stored all the same, and its key makes it count once.
            let _ = done.send(answer);
        }
    });
}

/// Runs all jobs one after the other, as if none could fail.
async fn together(tx: &mut Tx, jobs: &mut [Job]) -> sqlx::Result<Vec<Answer>> {
    let mut answers = Vec::with_capacity(jobs.len());
    for job in &mut *jobs {
        let answer = run_one(tx, job).await;
        // PostgreSQL does nothing more after an error, and its COMMIT would not say so.
        let undo = tx.erred || (tx.wrote && !went_well(&answer));
        answers.push(answer);
        if undo {
            statement(tx, "ROLLBACK").await?;
            begin(tx).await?;
            return apart(tx, jobs, answers).await;
        }
    }
    Ok(answers)
}

/// Runs all jobs so that the failure of one undoes its own work only. Of `answers`, which others
/// have been given before, the failures stand: nothing of those is kept.
async fn apart(tx: &mut Tx, jobs: &mut [Job], before: Vec<Answer>) -> sqlx::Result<Vec<Answer>> {
    let mut before = before.into_iter();
    let mut answers = Vec::with_capacity(jobs.len());
    for job in jobs {
        if let Some(failure) = before.next().filter(|answer| !went_well(answer)) {
            answers.push(failure);
            continue;
        }
        statement(tx, "SAVEPOINT job").await?;
        let words = tx.words.len();
        let answer = run_one(tx, job).await;
        if !went_well(&answer) {
            statement(tx, "ROLLBACK TO job").await?;
            tx.words.truncate(words);
        }
        // Where a savepoint cannot be set, undone or released, nothing of this transaction can be kept.
        statement(tx, "RELEASE job").await?;
        answers.push(answer);
    }
    Ok(answers)
}

async fn run_one(tx: &mut Tx, job: &mut Job) -> Answer {
    tx.wrote = false;
    tx.erred = false;
    let done = AssertUnwindSafe(async { (job.work)(tx).await }).catch_unwind();
    done.await.map_err(|_| Error::Panicked)
}

fn went_well(answer: &Answer) -> bool {
    matches!(answer, Ok(Ok(_)))
}

impl Line {
    fn new(pool: Option<Pool>, tx: Tx) -> Line {
        Line {
            pool,
            held: Some(tx),
            stored: Arc::new(AtomicBool::new(true)),
            begun: Begun::default(),
        }
    }

    fn begun(&self, at: Option<Instant>) {
        *self.begun.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }

    /// Opens a transaction; on a new connection if PostgreSQL went away while nothing was written.
    async fn begin(&mut self) -> sqlx::Result<&mut Tx> {
        if let Some(mut tx) = self.held.take() {
            match begin(&mut tx).await {
                Ok(()) => return Ok(self.held.insert(tx)),
                Err(error) if !tx.on_postgres() || late(&error) => {
                    // Another connection in the same queue would say the same.
                    self.held = Some(tx);
                    return Err(error);
                }
                Err(error) => {
                    tracing::warn!(error = told(&error), "the database went away; trying again");
                    // Not given back: it may be inside a transaction still.
                    tx.cut();
                }
            }
        }
        let pool = self.pool.as_ref().ok_or(sqlx::Error::PoolClosed)?;
        let tx = pool.acquire().await?;
        let tx = self.held.insert(tx);
        begin(tx).await?;
        Ok(tx)
    }

    /// After a failure nobody knows the state of a connection to PostgreSQL: the next batch gets a
    /// new one, and the end of this one undoes what it began.
    async fn undo(&mut self) {
        match self.held.take() {
            Some(tx) if tx.on_postgres() => tx.cut(),
            Some(mut tx) => {
                let _ = statement(&mut tx, "ROLLBACK").await;
                self.held = Some(tx);
            }
            None => {}
        }
    }
}

/// PostgreSQL's word for a lock that was not had in time: others stand still, not the connection.
fn late(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|e| e.code());
    code.as_deref() == Some("55P03")
}

/// One writer at a time, on both engines: SQLite's own lock, and one lock for all replicas on
/// PostgreSQL. Thus whatever is decided in a transaction rests on everything that was decided before.
async fn begin(tx: &mut Tx) -> sqlx::Result<()> {
    tx.news = false;
    tx.words.clear();
    match &mut tx.connection {
        Connection::Sqlite(link) => link.say("BEGIN IMMEDIATE")?,
        Connection::Postgres(connection) => {
            let begun = sqlx::raw_sql("BEGIN; SELECT pg_advisory_xact_lock(7310582213)")
                .execute(connection.ask()?);
            let begun = in_time(begun).await;
            connection.heard(begun)?;
        }
    }
    Ok(())
}

/// Commits, and rings at the other replicas if something may be due.
async fn end(tx: &mut Tx) -> sqlx::Result<()> {
    super::search::index(tx).await?;
    match &mut tx.connection {
        Connection::Postgres(connection) if tx.news => {
            let done = sqlx::raw_sql("NOTIFY frontdesk; COMMIT").execute(connection.ask()?);
            let done = in_time(done).await;
            connection.heard(done).map(|_| ())
        }
        _ => statement(tx, "COMMIT").await,
    }
}

async fn statement(tx: &mut Tx, sql: &'static str) -> sqlx::Result<()> {
    match &mut tx.connection {
        Connection::Sqlite(link) => link.say(sql),
        Connection::Postgres(connection) => {
            let done = in_time(sqlx::query(sql).execute(connection.ask()?)).await;
            connection.heard(done).map(|_| ())
        }
    }
}
