//! The statements of articles and announcements.

/// The columns of an article, in the order that `articles::read` expects.
macro_rules! article {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.team, a.service, a.title, a.body, a.state, a.private, a.author, a.made_from, a.version,
                a.created_at, a.changed_at, a.helpful, a.unhelpful, a.spared, a.words
             FROM ",
            $rest
        )
    };
}

catalogue! {
    // articles
    ARTICLE_INSERT = "INSERT INTO articles (team, service, title, body, words, state, private, author, made_from,
            version, created_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10)", gives "id";
    ARTICLE_UPDATE = "UPDATE articles SET team = $3, service = $4, title = $5, body = $6, words = $7, state = $8,
            private = $9, changed_at = $10, version = version + 1
        WHERE id = $1 AND version = $2";
    ARTICLE_BY_ID = article!("articles a WHERE a.id = $1");
    ARTICLE_MADE_FROM = article!("articles a WHERE a.made_from = $1");
    ARTICLES_OF_TEAM = article!("articles a WHERE a.team = $1 ORDER BY a.changed_at DESC LIMIT $2");
    // The best by the engine's own measure; which of them fit best is judged by `articles`.
    ARTICLES_FOUND = article!("article_words w JOIN articles a ON a.id = w.rowid WHERE w.article_words MATCH $1
            AND (a.state = 'published' OR $3 = TRUE)
            AND ((a.private = FALSE AND $3 = FALSE) OR $2 LIKE '%,' || a.team || ',%')
        ORDER BY w.rank LIMIT $4"),
        postgres article!("articles a
            WHERE array_to_tsvector(string_to_array(a.words, ' ')) @@ CAST(CAST($1 AS TEXT) AS tsquery)
            AND (a.state = 'published' OR $3 = TRUE)
            AND ((a.private = FALSE AND $3 = FALSE) OR $2 LIKE '%,' || a.team || ',%')
        ORDER BY ts_rank(array_to_tsvector(string_to_array(a.words, ' ')), CAST(CAST($1 AS TEXT) AS tsquery)) DESC
        LIMIT $4");
    ARTICLES_PAGE = article!("articles a WHERE a.id < $1 AND (CAST($2 AS TEXT) IS NULL OR a.state = $2)
            AND (CAST($3 AS TEXT) IS NULL OR a.team = $3) AND (CAST($4 AS TEXT) IS NULL OR a.service = $4)
        ORDER BY a.id DESC LIMIT $5");
    ARTICLES_PAGE_BY_WORDS = article!("article_words w JOIN articles a ON a.id = w.rowid
        WHERE w.article_words MATCH $6 AND w.rowid < $1 AND (CAST($2 AS TEXT) IS NULL OR a.state = $2)
            AND (CAST($3 AS TEXT) IS NULL OR a.team = $3) AND (CAST($4 AS TEXT) IS NULL OR a.service = $4)
        ORDER BY w.rowid DESC LIMIT $5"),
        postgres article!("articles a
        WHERE array_to_tsvector(string_to_array(a.words, ' ')) @@ CAST(CAST($6 AS TEXT) AS tsquery) AND a.id < $1
            AND (CAST($2 AS TEXT) IS NULL OR a.state = $2)
            AND (CAST($3 AS TEXT) IS NULL OR a.team = $3) AND (CAST($4 AS TEXT) IS NULL OR a.service = $4)
        ORDER BY a.id DESC LIMIT $5");
    ARTICLE_ANY = "SELECT 1 FROM articles WHERE id > 0 LIMIT 1";
    VOTE = "INSERT INTO article_votes (article_id, person_id, helped, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (article_id, person_id) DO UPDATE SET helped = excluded.helped, at = excluded.at";
    VOTE_OF = "SELECT helped FROM article_votes WHERE article_id = $1 AND person_id = $2";
    VOTES_COUNT = "UPDATE articles SET
            helpful = (SELECT COUNT(*) FROM article_votes v WHERE v.article_id = $1 AND v.helped = TRUE),
            unhelpful = (SELECT COUNT(*) FROM article_votes v WHERE v.article_id = $1 AND v.helped = FALSE)
        WHERE id = $1";
    SPARE = "INSERT INTO spared (post_id, article_id, at) VALUES ($1, $2, $3) ON CONFLICT (post_id) DO NOTHING";
    SPARED_COUNT = "UPDATE articles SET
            spared = (SELECT COUNT(*) FROM spared s WHERE s.article_id = $1) WHERE id = $1";
    // announcements
    ANNOUNCE = "INSERT INTO announcements (team, service, text, by, channels, askers, until, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", gives "id";
    ANNOUNCEMENT_BY_ID = "SELECT id, team, service, text, by, channels, askers, until, created_at, ended_at, ended_by
        FROM announcements WHERE id = $1";
    ANNOUNCEMENTS_LASTING = "SELECT id, team, service, text, by, channels, askers, until, created_at, ended_at, ended_by
        FROM announcements WHERE ended_at IS NULL AND id > 0 ORDER BY id DESC LIMIT $1";
    ANNOUNCEMENT_END = "UPDATE announcements SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL";
    ANNOUNCEMENT_POST = "INSERT INTO announcement_posts (announcement_id, post_id) VALUES ($1, $2)";
    HOMES_AFTER = "SELECT person_id FROM homes WHERE team = '' AND person_id > $1 ORDER BY person_id LIMIT $2";
    ANNOUNCEMENT_POSTS = "SELECT post_id FROM announcement_posts WHERE announcement_id = $1 AND post_id > $2
        ORDER BY post_id LIMIT $3";
}
