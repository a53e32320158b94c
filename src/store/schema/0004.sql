-- Secrets that sign the addresses we give to others. The newest is in use; the older ones are kept
-- for the addresses they have signed, which end by themselves.
CREATE TABLE address_keys (
    id INTEGER PRIMARY KEY,
    secret BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
