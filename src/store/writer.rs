//! One writer for the whole desk: it takes everything that waits into one transaction, commits
//! once, then answers all. Throughput grows with load while each answer stays durable.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sqlx::{Connection, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

use super::{Error, Result, Tx};

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
    done: oneshot::Sender<Result<std::result::Result<Outcome, Outcome>>>,
}

/// Hands work to the task that owns the writing connection.
#[derive(Clone, Debug)]
pub struct Writer {
    queue: mpsc::Sender<Job>,
}

impl Writer {
    /// Starts the task that owns `connection`.
    pub(super) fn start(connection: SqliteConnection) -> Writer {
        let (queue, jobs) = mpsc::channel(QUEUE);
        tokio::spawn(run(connection, jobs));
        Writer { queue }
    }

    pub(super) async fn write<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, std::result::Result<T, E>> + Send + 'static,
    {
        let work: Work = Box::new(move |tx| {
            async move {
                match work(tx).await {
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
        // The types are those that `work` itself boxed above.
        match outcome.await.map_err(|_| Error::Closed)?? {
            Ok(value) => value
                .downcast()
                .map(|v| *v)
                .map_err(|_| E::from(Error::Panicked)),
            Err(error) => Err(error.downcast().map_or(E::from(Error::Panicked), |e| *e)),
        }
    }

    pub(super) fn has_room(&self) -> bool {
        self.queue.capacity() > 0
    }

    /// Returns once everything handed in so far is stored.
    pub(super) async fn close(&self) {
        let _: std::result::Result<(), Error> = self.write(|_| async { Ok(()) }.boxed()).await;
    }
}

async fn run(mut connection: SqliteConnection, mut jobs: mpsc::Receiver<Job>) {
    let mut batch = Vec::with_capacity(BATCH);
    while jobs.recv_many(&mut batch, BATCH).await > 0 {
        commit(&mut connection, &mut batch).await;
    }
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "the database did not close cleanly");
    }
}

/// Runs the whole batch in one transaction and answers once it is on disk.
async fn commit(connection: &mut SqliteConnection, batch: &mut Vec<Job>) {
    let mut answers = Vec::with_capacity(batch.len());
    let outcome = async {
        statement(connection, "BEGIN IMMEDIATE").await?;
        for job in batch.drain(..) {
            answers.push((job.done, attempt(connection, job.work).await));
        }
        statement(connection, "COMMIT").await
    }
    .await;
    match outcome {
        Ok(()) => {
            for (done, answer) in answers {
                // Nobody waits any more: it is stored all the same, and its key makes it count once.
                let _ = done.send(answer);
            }
        }
        Err(error) => {
            tracing::error!(%error, waiting = answers.len() + batch.len(), "nothing of a batch could be stored");
            let _ = statement(connection, "ROLLBACK").await;
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

/// Runs one job so that its failure undoes its own work only.
async fn attempt(
    connection: &mut SqliteConnection,
    work: Work,
) -> Result<std::result::Result<Outcome, Outcome>> {
    statement(connection, "SAVEPOINT job").await?;
    let outcome = AssertUnwindSafe(work(connection)).catch_unwind().await;
    if !matches!(outcome, Ok(Ok(_))) {
        statement(connection, "ROLLBACK TO job").await?;
    }
    statement(connection, "RELEASE job").await?;
    outcome.map_err(|_| Error::Panicked)
}

async fn statement(connection: &mut SqliteConnection, sql: &'static str) -> sqlx::Result<()> {
    sqlx::query(sql).execute(connection).await.map(|_| ())
}
