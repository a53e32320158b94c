-- The register, as first laid out. Never change this file once released: add 0002.sql.
-- Times are UTC seconds; dates are civil dates of the organisation's zone, 'YYYY-MM-DD'.

-- Secrets that sign our Message-IDs and addresses. The first one is in use.
CREATE TABLE keys (
    id INTEGER PRIMARY KEY,
    secret BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);

-- How far each mailbox has been read: used alone only where the server keeps no mark for us.
CREATE TABLE mailboxes (
    name TEXT PRIMARY KEY,
    uidvalidity BIGINT NOT NULL,
    highest_uid BIGINT NOT NULL
);

-- The last number taken in each unit's register, each year.
CREATE TABLE series (
    unit TEXT NOT NULL,
    year BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (unit, year)
);

CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    dnr TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL,
    year BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    type TEXT NOT NULL,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    channel TEXT NOT NULL,
    language TEXT NOT NULL,
    arrived TEXT NOT NULL,
    arrived_at BIGINT NOT NULL,
    arrived_by TEXT NOT NULL,
    registered_at BIGINT NOT NULL,
    due TEXT,
    officer TEXT,
    sender TEXT,
    sender_name TEXT,
    importance TEXT,
    secrecy TEXT,
    flags TEXT NOT NULL,
    records BIGINT NOT NULL
);

-- Every number ever taken, and the case it leads to: a case that moved keeps its old ones.
CREATE TABLE numbers (
    unit TEXT NOT NULL,
    year BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    taken_at BIGINT NOT NULL,
    PRIMARY KEY (unit, year, sequence)
);

-- Addresses that are known to take part in a case.
CREATE TABLE parties (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    address TEXT NOT NULL,
    PRIMARY KEY (case_id, address)
);

-- The ledger: one row for every message ever seen.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    mailbox TEXT NOT NULL,
    uidvalidity BIGINT NOT NULL,
    uid TEXT NOT NULL,
    message_id TEXT,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    same_as BIGINT, -- the row whose bytes it repeats; NULL: it has its own
    seen_at BIGINT NOT NULL,
    arrived_at BIGINT NOT NULL,
    arrived_by TEXT NOT NULL,
    sender TEXT,
    subject TEXT NOT NULL,
    outcome TEXT NOT NULL,
    case_id BIGINT REFERENCES cases (id),
    record BIGINT,
    reply TEXT NOT NULL,
    reply_reason TEXT NOT NULL,
    reason TEXT NOT NULL,
    trace TEXT NOT NULL,
    UNIQUE (mailbox, uidvalidity, uid)
);
CREATE INDEX messages_sha256 ON messages (sha256);
CREATE INDEX messages_message_id ON messages (message_id);
CREATE INDEX messages_case ON messages (case_id);

-- The bytes as they came, whole; the id is the ledger's.
CREATE TABLE originals (
    id INTEGER PRIMARY KEY,
    bytes BYTEA NOT NULL
);

CREATE TABLE records (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    number BIGINT NOT NULL,
    direction TEXT NOT NULL,
    title TEXT NOT NULL,
    date BIGINT NOT NULL,
    sender TEXT,
    recipient TEXT,
    message_id TEXT,
    sha256 TEXT,
    message BIGINT REFERENCES messages (id),
    PRIMARY KEY (case_id, number)
);

CREATE TABLE attachments (
    message BIGINT NOT NULL REFERENCES messages (id),
    position BIGINT NOT NULL,
    name TEXT,
    type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (message, position)
);

CREATE TABLE deadlines (
    id INTEGER PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    start_at BIGINT NOT NULL,
    due TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    met_at BIGINT,
    met_by TEXT,
    why TEXT NOT NULL
);
CREATE INDEX deadlines_case ON deadlines (case_id);
CREATE INDEX deadlines_waiting ON deadlines (due_at) WHERE met_at IS NULL;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    case_id BIGINT REFERENCES cases (id),
    message BIGINT REFERENCES messages (id), -- the message it replies to
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    queued_at BIGINT NOT NULL, -- by us, or again by a person: five days are counted from here
    claimed_at BIGINT,         -- when it was last taken to be sent
    next_try BIGINT,
    sent_at BIGINT,
    message_id TEXT NOT NULL UNIQUE,
    error TEXT,
    bytes BYTEA NOT NULL
);
CREATE INDEX outbox_waiting ON outbox (next_try) WHERE state = 'queued';
CREATE INDEX outbox_unknown ON outbox (id) WHERE state = 'unknown';
CREATE INDEX outbox_recipient ON outbox (recipient, created_at);
CREATE INDEX outbox_case ON outbox (case_id);

-- What waits for a person.
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY,
    message BIGINT REFERENCES messages (id),
    case_id BIGINT REFERENCES cases (id),
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    resolved_at BIGINT,
    resolved_by TEXT,
    resolution TEXT
);
CREATE INDEX reviews_waiting ON reviews (created_at) WHERE resolved_at IS NULL;

-- Append only. Each row carries the hash of the one before, so that a change shows.
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    case_id BIGINT,
    message BIGINT,
    before TEXT,
    after TEXT,
    hash TEXT NOT NULL
);
CREATE INDEX journal_case ON journal (case_id);
