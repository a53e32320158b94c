-- What reports say of letters of ours, and of those who were to get them.

-- When a letter that had left came back; its state is then 'failed'.
ALTER TABLE outbox ADD COLUMN bounced_at BIGINT;

-- Addresses that automatic letters no longer go to, each on the case where that was found out.
CREATE TABLE dead_addresses (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    case_id BIGINT REFERENCES cases (id),
    message BIGINT REFERENCES messages (id), -- the report
    kind TEXT NOT NULL,                      -- 'bounce' or 'complaint'
    reason TEXT NOT NULL,
    since BIGINT NOT NULL,
    lifted_at BIGINT,
    lifted_by BIGINT REFERENCES messages (id) -- the letter that came from the address
);
CREATE INDEX dead_addresses_address ON dead_addresses (address) WHERE lifted_at IS NULL;
CREATE INDEX dead_addresses_case ON dead_addresses (case_id);

-- When the registrar was last told that somebody is away.
CREATE TABLE absences (
    address TEXT PRIMARY KEY,
    told_at BIGINT NOT NULL
);
