-- Events and visits: what comes back every year, what is found from the other side, and no circle of parts.

-- The month, or the day, in which a programme comes back each year (ISO 8601 without the year): "--05", "--09-26".
-- The programme is known to come back; an occasion is written only for a year that a source speaks of.
ALTER TABLE programme ADD COLUMN recurs_on text CHECK (recurs_on ~ '^--(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$');
CREATE OR REPLACE VIEW published.programme AS SELECT c.* FROM public.programme c WHERE c.status = 'published';

-- Whether it was open to all is not always known: what is not said is not "public".
ALTER TABLE occasion ALTER COLUMN audience DROP NOT NULL, ALTER COLUMN audience DROP DEFAULT;

CREATE INDEX occasion_link_agreement ON occasion_link (agreement);
CREATE INDEX occasion_actor_network ON occasion_actor (network);
-- What the office follows up: what is not done yet.
CREATE INDEX occasion_follow_up_open ON occasion_follow_up (due_on) WHERE done_on IS NULL;

-- A part of a part of a month is well; a month that is a part of its own days is not.
CREATE FUNCTION occasion_is_no_part_of_itself() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    WITH RECURSIVE above (id) AS (
      SELECT NEW.parent
      UNION
      SELECT o.parent FROM public.occasion o JOIN above ON above.id = o.id WHERE o.parent IS NOT NULL
    )
    SELECT FROM above WHERE id = NEW.id
  ) THEN
    RAISE EXCEPTION 'an occasion that is a part of itself' USING ERRCODE = 'check_violation', TABLE = 'occasion', COLUMN = 'parent', CONSTRAINT = 'occasion_is_no_part_of_itself';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER occasion_no_circle BEFORE INSERT OR UPDATE OF parent ON occasion
  FOR EACH ROW WHEN (NEW.parent IS NOT NULL) EXECUTE FUNCTION occasion_is_no_part_of_itself();
