-- What a routine may ask of a case besides its own marks.

-- Its further types, joined by commas ("beröm,fråga"); '' where it has one type.
ALTER TABLE cases ADD COLUMN more_types TEXT NOT NULL DEFAULT '';

-- The procedure of the routine that it follows; NULL: the ordinary way.
ALTER TABLE cases ADD COLUMN procedure TEXT;

-- A secrecy mark says when it was made and by which authority (OSL 5 kap. 5 §). authority: a unit's
-- code, or another's name.
ALTER TABLE cases ADD COLUMN secrecy_day TEXT;
ALTER TABLE cases ADD COLUMN secrecy_authority TEXT;
UPDATE cases SET secrecy_day = arrived, secrecy_authority = unit
    WHERE secrecy IS NOT NULL;

-- What has been decided about a message that has no case.
CREATE INDEX journal_message ON journal (message);
