-- Whether the border takes away Authentication-Results that others have written in its name.

-- Letters that were issued to try it, each with a word that nobody else knows (its SHA-256).
CREATE TABLE border_probes (
    id INTEGER PRIMARY KEY,
    word_sha256 TEXT NOT NULL UNIQUE,
    authserv_id TEXT NOT NULL,
    hosts TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    -- NULL: it has not come in.
    came_at BIGINT,
    -- strips, keeps or unclear.
    verdict TEXT,
    finding TEXT,
    message BIGINT REFERENCES messages (id)
);
