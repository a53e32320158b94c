-- What the clock does by itself.

-- It looks in every round for what has come due, kind by kind: what stays overdue for months must
-- not be read again each time.
CREATE INDEX deadlines_due ON deadlines (kind, due_at) WHERE met_at IS NULL;

-- What is done once a day: a day stands here when it has been done, and is never done again, even
-- if the clock is set back.
CREATE TABLE done_days (
    what TEXT NOT NULL,
    day TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (what, day)
);

-- The latest automatic reply of somebody who is away; NULL: he has written himself since.
ALTER TABLE absences ADD COLUMN heard_at BIGINT;
UPDATE absences SET heard_at = told_at;
