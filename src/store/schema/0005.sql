-- The comparison of the mailboxes with the ledger: nothing may be lost unseen.

-- Where a message lies under other numbers than the ledger's: moved to the folder for what is done,
-- or numbered anew by the server. folder '' is the mailbox's own.
CREATE TABLE whereabouts (
    mailbox TEXT NOT NULL,
    folder TEXT NOT NULL,
    uidvalidity BIGINT NOT NULL,
    uid TEXT NOT NULL,
    message BIGINT NOT NULL REFERENCES messages (id),
    PRIMARY KEY (mailbox, folder, uidvalidity, uid)
);

-- What the latest nightly comparison found; each finding is told of once.
CREATE TABLE findings (
    mailbox TEXT NOT NULL,
    folder TEXT NOT NULL,
    uidvalidity BIGINT NOT NULL,
    uid TEXT NOT NULL,
    kind TEXT NOT NULL,
    found_at BIGINT NOT NULL,
    PRIMARY KEY (mailbox, folder, uidvalidity, uid, kind)
);

-- When each mailbox was last compared at night.
CREATE TABLE reconciliations (
    mailbox TEXT PRIMARY KEY,
    done_at BIGINT NOT NULL
);
