-- What teams know: articles that people find before they ask; and announcements of what concerns many.
CREATE TABLE articles (
    id         INTEGER PRIMARY KEY,
    team       TEXT NOT NULL,
    -- None: about all that the team does.
    service    TEXT,
    title      TEXT NOT NULL,
    -- Markdown.
    body       TEXT NOT NULL,
    -- The words that it is found by: lower case, accents off, each once, parted by one blank (`store::articles`).
    words      TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state = 'draft' OR state = 'published' OR state = 'retired'),
    -- Read by its team alone.
    private    INTEGER NOT NULL CHECK (private IN (0, 1)),
    author     INTEGER NOT NULL REFERENCES people (id),
    -- The request whose summary it began as.
    made_from  INTEGER REFERENCES requests (id),
    version    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    -- How many people it helped, how many not, and how many requests it made unnecessary.
    helpful    INTEGER NOT NULL DEFAULT 0,
    unhelpful  INTEGER NOT NULL DEFAULT 0,
    spared     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX articles_made_from ON articles (made_from) WHERE made_from IS NOT NULL;
CREATE INDEX articles_team ON articles (team, changed_at);

CREATE VIRTUAL TABLE article_words USING fts5
    (words, content = 'articles', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');

CREATE TRIGGER articles_added AFTER INSERT ON articles
BEGIN
    INSERT INTO article_words (rowid, words) VALUES (new.id, new.words);
END;

CREATE TRIGGER articles_removed AFTER DELETE ON articles
BEGIN
    INSERT INTO article_words (article_words, rowid, words) VALUES ('delete', old.id, old.words);
END;

CREATE TRIGGER articles_changed AFTER UPDATE OF words ON articles WHEN old.words <> new.words
BEGIN
    INSERT INTO article_words (article_words, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO article_words (rowid, words) VALUES (new.id, new.words);
END;

-- What each reader said of an article: a person counts once.
CREATE TABLE article_votes (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    person_id  INTEGER NOT NULL REFERENCES people (id),
    helped     INTEGER NOT NULL CHECK (helped IN (0, 1)),
    at         INTEGER NOT NULL,
    PRIMARY KEY (article_id, person_id)
) STRICT, WITHOUT ROWID;

-- Offers to make a request that were answered by an article instead.
CREATE TABLE spared (
    post_id    INTEGER NOT NULL PRIMARY KEY REFERENCES posts (id),
    article_id INTEGER NOT NULL REFERENCES articles (id),
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX spared_article ON spared (article_id);

CREATE TABLE announcements (
    id         INTEGER PRIMARY KEY,
    team       TEXT NOT NULL,
    -- None: it concerns all that the team does.
    service    TEXT,
    text       TEXT NOT NULL,
    by         INTEGER NOT NULL REFERENCES people (id),
    -- In the team's request channels; in the chats of people with open requests.
    channels   INTEGER NOT NULL CHECK (channels IN (0, 1)),
    askers     INTEGER NOT NULL CHECK (askers IN (0, 1)),
    -- None: until somebody says that it is over.
    until      INTEGER,
    created_at INTEGER NOT NULL,
    ended_at   INTEGER,
    -- None: its time was up.
    ended_by   INTEGER REFERENCES people (id),
    CHECK (ended_by IS NULL OR ended_at IS NOT NULL)
) STRICT;
CREATE INDEX announcements_lasting ON announcements (id) WHERE ended_at IS NULL;

-- Where an announcement stands.
CREATE TABLE announcement_posts (
    announcement_id INTEGER NOT NULL REFERENCES announcements (id),
    post_id         INTEGER NOT NULL REFERENCES posts (id),
    PRIMARY KEY (announcement_id, post_id)
) STRICT, WITHOUT ROWID;
