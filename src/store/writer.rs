//! One writer for the whole desk: it takes everything that waits into one transaction, commits
//! once, then answers all. Throughput grows with load while each answer stays durable.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

use crate::fail::{self, Point};

use super::db::Connection;
use super::{Error, Pool, Result, Tx};

/// More than this waits only if the disk has stopped; then it is better to say so.
const QUEUE: usize = 4096;
/// The most that one commit carries.
const BATCH: usize = 256;

type Outcome = Box<dyn Any + Send>;
type Work = Box<
    dyn for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, std::result::Result<Outcome, Outcome>> + Send,
>;

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
}

impl Writer {
    /// Starts the task that owns the connection `tx` to PostgreSQL, and takes others from `pool` if it
    /// breaks.
    pub(super) fn start(pool: Pool, tx: Tx) -> Writer {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let line = Line::new(Some(pool), tx);
        let stored = line.stored.clone();
        tokio::spawn(run(line, jobs));
        Writer { queue, stored }
    }

    /// Starts a thread that owns the connection `tx` to SQLite: it waits for the disk, which a task
    /// must not.
    ///
    /// # Errors
    /// When the system has no thread left.
    pub(super) fn on_a_thread(tx: Tx) -> Result<Writer> {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let line = Line::new(None, tx);
        let stored = line.stored.clone();
        let runtime = Handle::current();
        std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || runtime.block_on(run(line, jobs)))
            .map_err(|e| Error::Unusable(format!("no thread for the writer: {e}")))?;
        Ok(Writer { queue, stored })
    }

    pub(super) async fn write<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, std::result::Result<T, E>> + Send + 'static,
    {
        let work: Work = Box::new(move |tx| {
            async move {
                let done = work(tx).await;
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

    pub(super) fn has_room(&self) -> bool {
        self.queue.capacity() > 0
    }

    /// Returns once everything handed in so far is stored.
    pub(super) async fn close(&self) {
        let _: std::result::Result<(), Error> = self.write(|_| async { Ok(()) }.boxed()).await;
    }
}

/// Where the writing connection is, and where another comes from when it has gone away.
struct Line {
    /// None: SQLite. Another connection to the same file would say the same.
    pool: Option<Pool>,
    held: Option<Tx>,
    stored: Arc<AtomicBool>,
}

async fn run(mut line: Line, mut jobs: mpsc::Receiver<Job>) {
    let mut batch = Vec::with_capacity(BATCH);
    while jobs.recv_many(&mut batch, BATCH).await > 0 {
        commit(&mut line, &mut batch).await;
    }
    if let Some(tx) = line.held
        && let Err(error) = tx.close().await
    {
        tracing::warn!(%error, "the database did not close cleanly");
    }
}

/// Runs the whole batch in one transaction and answers once it is on disk.
async fn commit(line: &mut Line, batch: &mut Vec<Job>) {
    let mut answers = Vec::with_capacity(batch.len());
    let outcome = async {
        let tx = line.begin().await?;
        let alone = batch.len() == 1;
        for job in batch.drain(..) {
            let (answer, broken) = attempt(tx, job.work, alone).await;
            answers.push((job.done, answer));
            // Then nothing of this transaction can be kept, and PostgreSQL's COMMIT would not say so.
            broken?;
        }
        end(tx).await
    }
    .await;
    match outcome {
        Ok(()) => {
            if !line.stored.swap(true, Ordering::Relaxed) {
                tracing::warn!("the database takes writes again");
            }
            for (done, answer) in answers {
                // Nobody waits any more: it is stored all the same, and its key makes it count once.
                let _ = done.send(answer);
            }
        }
        Err(error) => {
            tracing::error!(%error, waiting = answers.len() + batch.len(), "nothing of a batch could be stored");
            line.stored.store(false, Ordering::Relaxed);
            line.undo().await;
            let lost = |e: &sqlx::Error| Err(Error::Unusable(format!("the commit failed: {e}")));
            for (done, _) in answers {
                let _ = done.send(lost(&error));
            }
            for job in batch.drain(..) {
                let _ = job.done.send(lost(&error));
            }
        }
    }
}

impl Line {
    fn new(pool: Option<Pool>, tx: Tx) -> Line {
        Line {
            pool,
            held: Some(tx),
            stored: Arc::new(AtomicBool::new(true)),
        }
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
                    tracing::warn!(%error, "the database went away; trying again");
                    // Closed, not given back: it may be inside a transaction still.
                    let _ = tx.close().await;
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
    /// new one, and closing this one undoes what it began.
    async fn undo(&mut self) {
        match self.held.take() {
            Some(tx) if tx.on_postgres() => {
                let _ = tx.close().await;
            }
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
    match &mut tx.connection {
        Connection::Sqlite(link) => link.say("BEGIN IMMEDIATE")?,
        Connection::Postgres(connection) => {
            sqlx::raw_sql("BEGIN; SELECT pg_advisory_xact_lock(7310582213)")
                .execute(&mut **connection)
                .await?;
        }
    }
    Ok(())
}

/// Commits, and rings at the other replicas if something may be due.
async fn end(tx: &mut Tx) -> sqlx::Result<()> {
    match &mut tx.connection {
        Connection::Postgres(connection) if tx.news => sqlx::raw_sql("NOTIFY frontdesk; COMMIT")
            .execute(&mut **connection)
            .await
            .map(|_| ()),
        _ => statement(tx, "COMMIT").await,
    }
}

type Answer = Result<std::result::Result<Outcome, Outcome>>;

/// Runs one job so that its failure undoes its own work only; the second value tells when that was
/// not possible. One that is `alone` in its transaction needs no savepoint: all of it is its own.
async fn attempt(tx: &mut Tx, work: Work, alone: bool) -> (Answer, sqlx::Result<()>) {
    if !alone && let Err(error) = statement(tx, "SAVEPOINT job").await {
        return (Err(Error::Closed), Err(error));
    }
    let outcome = AssertUnwindSafe(work(tx)).catch_unwind().await;
    let failed = !matches!(outcome, Ok(Ok(_)));
    let kept = async {
        match (failed, alone) {
            (false, true) => Ok(()),
            (true, true) => {
                statement(tx, "ROLLBACK").await?;
                begin(tx).await
            }
            (false, false) => statement(tx, "RELEASE job").await,
            (true, false) => {
                statement(tx, "ROLLBACK TO job").await?;
                statement(tx, "RELEASE job").await
            }
        }
    }
    .await;
    (outcome.map_err(|_| Error::Panicked), kept)
}

async fn statement(tx: &mut Tx, sql: &'static str) -> sqlx::Result<()> {
    match &mut tx.connection {
        Connection::Sqlite(link) => link.say(sql),
        Connection::Postgres(connection) => sqlx::query(sql)
            .execute(&mut **connection)
            .await
            .map(|_| ()),
    }
}
