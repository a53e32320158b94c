-- What has been ordered by mail and is not done at once: it waits some minutes, so that it can be
-- stopped, or until the one it came from has said from his own mailbox that it is so. A row is
-- never taken away, and its state leaves "waiting" and "confirming" once.
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,     -- "officer": of an officer's letter; "command line": a registrar's
    case_id BIGINT REFERENCES cases (id),
    message BIGINT REFERENCES messages (id), -- the letter it stood in
    officer TEXT NOT NULL,  -- the registered address of who ordered it
    what TEXT NOT NULL,     -- what is to be done, for the program
    text TEXT NOT NULL,     -- the same for people
    is_answered BIGINT NOT NULL, -- the letter was an answer to the sender too
    state TEXT NOT NULL,
    nonce TEXT,             -- in the address of the letter that asks; NULL: nobody is asked
    written_at BIGINT NOT NULL, -- as the letter says
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL, -- waiting: when it is done; confirming: when it is too late
    ended_at BIGINT,
    ended_by TEXT
);
CREATE INDEX orders_open ON orders (due_at) WHERE ended_at IS NULL;
CREATE INDEX orders_officer ON orders (officer, created_at);
