"""The same intake with Bolt for Python: verify, insert three rows in one transaction, acknowledge."""

import json
import os
import pathlib
import sqlite3
import time

from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

db = sqlite3.connect(os.environ["DATABASE"], isolation_level=None)
db.execute("PRAGMA journal_mode = WAL")
db.execute("PRAGMA synchronous = FULL")
db.executescript((pathlib.Path(__file__).parent.parent / "schema.sql").read_text())


async def authorize(enterprise_id, team_id, user_id):
    # As an app of several workspaces has it: no call leaves the machine.
    return AuthorizeResult(
        enterprise_id=enterprise_id,
        team_id=team_id,
        bot_token="xoxb-bench",
        bot_id="B0BOT",
        bot_user_id="U0BOT",
    )


bolt = AsyncApp(
    signing_secret=os.environ["SLACK_SIGNING_SECRET"],
    authorize=authorize,
    process_before_response=os.environ.get("BEFORE_RESPONSE") == "1",
)


def store(view, user):
    now = int(time.time() * 1000)
    values = view["state"]["values"]

    def of(key):
        return next(iter(values.get(f"in:{key}", {}).values()), {})

    subject = of("subject")["value"]
    service = of("service")["selected_option"]["value"]
    answers = {
        block[5:]: next(iter(elements.values()))
        for block, elements in values.items()
        if block.startswith("in:f.")
    }
    db.execute("BEGIN IMMEDIATE")
    try:
        done = db.execute(
            "INSERT INTO requests (view_id, user_id, team, service, subject, answers, created_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (view_id) DO NOTHING",
            (view["id"], user, "IT", service, subject, json.dumps(answers), now),
        )
        if done.rowcount == 1:
            request = done.lastrowid
            db.execute(
                "INSERT INTO events (request_id, seq, at, fact) VALUES (?, 1, ?, ?)",
                (request, now, '"filed"'),
            )
            section = {"type": "section", "text": {"type": "mrkdwn", "text": f"*{subject}*\n{service}"}}
            job = {"channel": user, "blocks": [section]}
            db.execute(
                "INSERT INTO outbox (request_id, job, created_at) VALUES (?, ?, ?)",
                (request, json.dumps(job), now),
            )
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


@bolt.view("form")
async def submitted(ack, body, view):
    store(view, body["user"]["id"])
    await ack()


app = AsyncSlackRequestHandler(bolt)
