-- Caps and dead addresses hold for the mailbox behind an address, which mail systems write in
-- another way for each letter: without tags, numbers and details. A receipt also counts for who
-- wrote the letter that it answers. Older rows count as they stand.
ALTER TABLE outbox ADD COLUMN bare_recipient TEXT;
ALTER TABLE outbox ADD COLUMN bare_author TEXT;
UPDATE outbox SET bare_recipient = recipient;
CREATE INDEX outbox_bare_recipient ON outbox (bare_recipient, created_at);
CREATE INDEX outbox_bare_author ON outbox (bare_author, created_at);
DROP INDEX outbox_recipient;

ALTER TABLE dead_addresses ADD COLUMN bare_address TEXT;
UPDATE dead_addresses SET bare_address = address;
CREATE INDEX dead_addresses_bare ON dead_addresses (bare_address) WHERE lifted_at IS NULL;
DROP INDEX dead_addresses_address;
