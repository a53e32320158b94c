-- The life of a case between its number and its end.

-- When a person first said how it goes on; NULL: nobody has, or the answer has been given.
ALTER TABLE cases ADD COLUMN interim_at BIGINT;
-- Why it is not to be closed by itself; NULL: it may be.
ALTER TABLE cases ADD COLUMN held TEXT;
-- What has been done about the matter (åtgärd).
ALTER TABLE cases ADD COLUMN measure TEXT;
