//! Many messages over many conversations, all due at once: how long until all are out, beside what the
//! platform's limits permit at best. The stand-in enforces one message a second in a conversation.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;
use frontdesk::app::App;
use frontdesk::clock::Clock;
use frontdesk::config;
use frontdesk::domain::ids::{Channel, Platform};
use frontdesk::domain::intent::NewRequest;
use frontdesk::domain::post::{
    Job, Offer, OfferReason, PostData, PostKind, Side, Target, Thread, channel_lane,
};
use frontdesk::sandbox::{Call, Fault, Options as Workspace, Slack, Trouble, Visibility};
use frontdesk::store::posts::NewPost;
use frontdesk::store::{self, Store};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

#[derive(Parser)]
struct Options {
    #[arg(long, default_value_t = 1000)]
    conversations: usize,
    /// Messages for each.
    #[arg(long, default_value_t = 10)]
    each: usize,
    /// How long the platform takes over a call, in milliseconds.
    #[arg(long, default_value_t = 50)]
    latency: u64,
    /// So many conversations are throttled for as many seconds each time somebody speaks there.
    #[arg(long, default_value_t = 0)]
    throttled: usize,
    /// An empty PostgreSQL database; else an SQLite file of its own.
    #[arg(long)]
    database: Option<String>,
    /// Desks that share it (PostgreSQL).
    #[arg(long, default_value_t = 1)]
    replicas: usize,
    /// The sample configuration.
    #[arg(long, default_value = "frontdesk.example.toml")]
    config: std::path::PathBuf,
}

/// What a throttled conversation answers, in seconds.
const PENALTY: u64 = 5;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let clock = Clock::System;
    let now = clock.clone();
    let mut workspace = Workspace::new(Arc::new(move || now.now()));
    workspace.channel_burst = 1;
    let slack = Slack::start(workspace).await?;
    let names: Vec<String> = (0..options.conversations)
        .map(|n| format!("C{n:06}"))
        .collect();
    for name in &names {
        slack.add_channel(name, &name.to_lowercase(), Visibility::Private, &[]);
    }
    let slow = Trouble::Slow(Duration::from_millis(options.latency));
    for name in names.iter().take(options.throttled) {
        slack.fault(
            Fault::new("chat.postMessage", Trouble::Throttle(PENALTY))
                .in_channel(name)
                .times(2),
        );
    }
    slack.fault(Fault::new("chat.postMessage", slow).times(usize::MAX));

    let folder = tempfile::tempdir()?;
    let file = format!("sqlite://{}", folder.path().join("desk.db").display());
    let url = options.database.clone().unwrap_or(file);
    let env = HashMap::from([
        ("FRONTDESK_DATABASE_URL", url),
        ("SLACK_SIGNING_SECRET", "sandbox-signing-secret".to_owned()),
        ("SLACK_BOT_TOKEN", "xoxb-sandbox".to_owned()),
        ("SLACK_API_URL", slack.api_url()),
    ]);
    let config = config::load(Some(&options.config), &|name| env.get(name).cloned())?;
    let filled = frontdesk::app::open(&config.database).await?;
    fill(&filled, &names, options.each, clock.now()).await?;
    filled.close().await;
    drop(filled);

    let mut apps = Vec::new();
    for _ in 0..options.replicas {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        apps.push((App::build(&config, clock.clone()).await?, listener));
    }
    let store = apps[0].0.desk.store.clone();
    let stop = CancellationToken::new();
    let begun = Instant::now();
    let mut running = JoinSet::new();
    for (app, listener) in apps {
        running.spawn(app.run(listener, stop.clone()));
    }
    loop {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let (due, _, dead) = store::outbox::depth(&mut store.read().await?).await?;
        anyhow::ensure!(dead == 0, "{dead} could not be sent");
        if due == 0 {
            break;
        }
    }
    let took = begun.elapsed();
    stop.cancel();
    while let Some(ended) = running.join_next().await {
        ended??;
    }
    report(&options, took, &slack.calls_of("chat.postMessage"), &names)
}

/// Puts the messages in, a conversation after the other, as they would have been wished.
async fn fill(store: &Store, names: &[String], each: usize, now: i64) -> anyhow::Result<()> {
    for name in names {
        let channel = Channel {
            platform: Platform::Slack,
            id: name.clone(),
        };
        let done: Result<(), store::Error> = store
            .write(move |tx| {
                let channel = channel.clone();
                Box::pin(async move {
                    let lane = channel_lane(&channel);
                    let to = Target {
                        platform: channel.platform,
                        channel: Some(channel.id),
                        person: None,
                        thread: Thread::None,
                    };
                    let data = PostData::Offer(Offer {
                        why: OfferReason::Direct,
                        start: NewRequest {
                            text: "screen is black".to_owned(),
                            channel: None,
                            origin: None,
                            again: None,
                        },
                        helped: None,
                        used: None,
                    });
                    for _ in 0..each {
                        let post = NewPost {
                            kind: PostKind::Offer,
                            request: None,
                            about: 0,
                            side: Side::Requester,
                            to: &to,
                            data: Some(&data),
                        };
                        let post = store::posts::insert(tx, &post, now).await?;
                        store::outbox::add(tx, &lane, &Job::Post(post), None, now, now).await?;
                    }
                    Ok(())
                })
            })
            .await;
        done?;
    }
    Ok(())
}

fn report(
    options: &Options,
    took: Duration,
    calls: &[Call],
    names: &[String],
) -> anyhow::Result<()> {
    let begun = calls.iter().map(|c| c.at).min().unwrap_or_default();
    let mut said: BTreeMap<&str, Vec<(i64, i64)>> = BTreeMap::new();
    let mut refused = 0;
    for call in calls {
        if call.outcome == "http 429" {
            refused += 1;
        }
        if call.applied {
            let mark = &call.args["metadata"]["event_payload"]["post"];
            let post = mark
                .as_str()
                .and_then(|p| p.parse().ok())
                .unwrap_or_default();
            let place = said
                .entry(call.channel.as_deref().unwrap_or_default())
                .or_default();
            place.push((call.at, post));
        }
    }
    let total: usize = said.values().map(Vec::len).sum();
    anyhow::ensure!(
        total == options.conversations * options.each,
        "{total} were said"
    );
    let in_order = said
        .values()
        .all(|posts| posts.is_sorted_by_key(|(_, post)| *post));
    anyhow::ensure!(in_order, "a conversation is out of order");
    // The last word of each conversation, after the first word anywhere.
    let ends = |names: &[String]| {
        let of = |name: &String| said[name.as_str()].iter().map(|(at, _)| at - begun).max();
        names.iter().filter_map(of).max().unwrap_or_default() as f64 / 1000.0
    };
    let theory = (options.each - 1) as f64;
    let (some, rest) = names.split_at(options.throttled);
    println!(
        "messages                 {total} over {} conversations",
        options.conversations
    );
    println!("at best                  {theory:.1} s: one a second in each");
    println!(
        "measured                 {:.1} s ({:.2} times that)",
        ends(rest),
        ends(rest) / theory
    );
    if !some.is_empty() {
        println!("throttled conversations  {:.1} s", ends(some));
    }
    println!("from start to empty      {:.1} s", took.as_secs_f64());
    println!(
        "messages a second        {:.0}",
        total as f64 / took.as_secs_f64()
    );
    println!(
        "refused by the limit     {refused}, of which ordered {}",
        2 * options.throttled
    );
    Ok(())
}
