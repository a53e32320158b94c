-- Which cases and records belong together, who has been copied in, and what strangers have tried.

-- Every link stands once and is shown on both cases. A record of 0 is the whole case.
CREATE TABLE links (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, -- 'followup', 'split', 'moved', 'merged'
    from_case BIGINT NOT NULL REFERENCES cases (id),
    from_record BIGINT NOT NULL,
    to_case BIGINT NOT NULL REFERENCES cases (id),
    to_record BIGINT NOT NULL,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    why TEXT
);
CREATE INDEX links_from ON links (from_case);
CREATE INDEX links_to ON links (to_case);
-- A record is moved away once; a case is merged into another once.
CREATE UNIQUE INDEX links_moved ON links (from_case, from_record) WHERE kind = 'moved';
CREATE UNIQUE INDEX links_merged ON links (from_case) WHERE kind = 'merged';

-- Addresses that somebody who takes part in a case has sent a copy to.
CREATE TABLE copied (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    address TEXT NOT NULL,
    PRIMARY KEY (case_id, address)
);

-- Numbers that strangers have named lately.
CREATE INDEX reviews_tries ON reviews (created_at) WHERE kind IN ('stranger', 'unknown_number');
