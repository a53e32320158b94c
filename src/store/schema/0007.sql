-- Addresses made like our signed ones that we have not given to anybody: who writes to many of them
-- in an hour is guessing. source: an organisation's domain, or an address.
CREATE TABLE forged_addresses (
    message BIGINT PRIMARY KEY REFERENCES messages (id),
    source TEXT NOT NULL,
    addresses BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX forged_addresses_source ON forged_addresses (source, at);
