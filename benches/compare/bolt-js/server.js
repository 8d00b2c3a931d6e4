// The same intake with @slack/bolt: verify, insert three rows in one transaction, acknowledge.
const fs = require('node:fs');
const path = require('node:path');
// The packages are in a folder that git does not see; node looks for them beside the working directory.
const { createRequire } = require('node:module');
const installed = createRequire(path.join(process.cwd(), 'package.json'));
const { App, HTTPReceiver, LogLevel } = installed('@slack/bolt');
const Database = installed('better-sqlite3');

const db = new Database(process.env.DATABASE);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(fs.readFileSync(path.join(__dirname, '..', 'schema.sql'), 'utf8'));
const request = db.prepare(`INSERT INTO requests (view_id, user_id, team, service, subject, answers, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (view_id) DO NOTHING`);
const event = db.prepare('INSERT INTO events (request_id, seq, at, fact) VALUES (?, 1, ?, ?)');
const outbox = db.prepare('INSERT INTO outbox (request_id, job, created_at) VALUES (?, ?, ?)');

const store = db.transaction((view, user) => {
  const now = Date.now();
  const values = view.state.values;
  const of = (key) => Object.values(values[`in:${key}`] ?? {})[0] ?? {};
  const subject = of('subject').value;
  const service = of('service').selected_option.value;
  const answers = {};
  for (const [block, elements] of Object.entries(values)) {
    if (block.startsWith('in:f.')) answers[block.slice(5)] = Object.values(elements)[0];
  }
  const done = request.run(view.id, user, 'IT', service, subject, JSON.stringify(answers), now);
  if (done.changes === 0) return;
  event.run(done.lastInsertRowid, now, '"filed"');
  const job = { channel: user, blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `*${subject}*\n${service}` } }] };
  outbox.run(done.lastInsertRowid, JSON.stringify(job), now);
});

const receiver = new HTTPReceiver({ signingSecret: process.env.SLACK_SIGNING_SECRET, logLevel: LogLevel.ERROR });
const app = new App({
  receiver,
  logLevel: LogLevel.ERROR,
  // As an app of several workspaces has it: no call leaves the machine.
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0BOT', botUserId: 'U0BOT' }),
});
app.view('form', async ({ ack, view, body }) => {
  store(view, body.user.id);
  await ack();
});
app.start({ port: Number(process.env.PORT), host: '127.0.0.1' });
