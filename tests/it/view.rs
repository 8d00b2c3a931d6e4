//! What people read, in plain text: read the snapshots as a requester or an agent would.

mod approvals;
mod cards;
mod dump;
mod edges;
mod forms;
mod lists;
mod promises;
mod review;
mod talk;
mod world;
