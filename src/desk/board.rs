//! What holds for everybody at the moment: announcements that last, whether anything is written down at all, whose rosters
//! are set in chat. Kept
//! in memory, so that drawing a plain request asks the database for none of it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Millis;
use crate::domain::announcement::Announcement;
use crate::domain::intent::{FormKind, Intent};
use crate::domain::press::Press;
use crate::store::{self, Tx};

use super::Desk;

/// What other replicas changed is seen after this at the latest.
const FRESH: Millis = 30_000;

/// What stands on it.
#[derive(Clone, Debug, Default)]
pub struct Board {
    /// Newest first.
    pub lasting: Arc<[Announcement]>,
    /// Some team has written something.
    pub articles: bool,
    /// Teams of whose roster something is set in chat.
    pub rosters: Arc<BTreeSet<String>>,
}

/// What was read of it, and when.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<Option<(Millis, Board)>>);

impl Desk {
    /// What holds for everybody now.
    ///
    /// # Errors
    /// The store's.
    pub async fn board(&self, tx: &mut Tx) -> store::Result<Board> {
        let now = self.clock.now();
        let kept = self.board.held().clone();
        let mut board = match kept.filter(|(at, _)| (*at..*at + FRESH).contains(&now)) {
            Some((_, board)) => board,
            None => {
                let board = Board {
                    lasting: store::announcements::lasting(tx).await?.into(),
                    articles: store::articles::any(tx).await?,
                    rosters: store::duty::set_in_chat(tx, now).await?.into(),
                };
                *self.board.held() = Some((now, board.clone()));
                board
            }
        };
        if board.lasting.iter().any(|a| !a.lasts(now)) {
            board.lasting = board
                .lasting
                .iter()
                .filter(|a| a.lasts(now))
                .cloned()
                .collect();
        }
        Ok(board)
    }

    /// What was just committed may have changed it.
    pub(super) fn forget_board(&self) {
        *self.board.held() = None;
    }
}

impl Kept {
    fn held(&self) -> std::sync::MutexGuard<'_, Option<(Millis, Board)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether it changes what holds for everybody.
pub(super) fn changes(intent: &Intent) -> bool {
    match intent {
        Intent::Submit { form, .. } => matches!(
            form,
            FormKind::Article(_) | FormKind::Announce | FormKind::Duty(_)
        ),
        Intent::Press { press, .. } => {
            matches!(press, Press::EndAnnouncement(_) | Press::AnswerSwap(..))
        }
        _ => false,
    }
}
