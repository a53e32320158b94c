-- Commands that registrars have given by mail. A row is marked before the command runs and after:
-- one that was running when the program ended is not run again, for it may have done its work.
CREATE TABLE command_runs (
    id INTEGER PRIMARY KEY,
    message BIGINT NOT NULL REFERENCES messages (id), -- the letter it stood in
    position BIGINT NOT NULL,                         -- among the commands of the letter, from 1
    registrar TEXT NOT NULL,                          -- the registered address
    line TEXT NOT NULL,
    state TEXT NOT NULL, -- 'ready', 'running', 'done', 'broken', 'skipped'
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    ended_at BIGINT,
    status BIGINT, -- exit code; NULL: it did not end by itself
    output TEXT,
    UNIQUE (message, position)
);
CREATE INDEX command_runs_open ON command_runs (message, position) WHERE ended_at IS NULL;
