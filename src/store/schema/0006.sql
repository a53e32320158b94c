-- Caps on receipts: how many have gone lately to an address (outbox_recipient), to the recipient's
-- organisational domain, and in all.
ALTER TABLE outbox ADD COLUMN organisation TEXT;
CREATE INDEX outbox_organisation ON outbox (organisation, created_at);
CREATE INDEX outbox_created ON outbox (created_at);

-- When the registrar was last told of what is told of once in a while only.
CREATE TABLE alerts (
    what TEXT PRIMARY KEY,
    told_at BIGINT NOT NULL
);
