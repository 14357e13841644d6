-- The share of a service's revenue that the law lets go abroad is the city's law's: 1 % in France, another elsewhere. It is
-- written here from the settings of the city at each start, and by nothing else; a gauge takes the share in force on the day
-- its revenue is entered, so that a year that is closed keeps its own.

ALTER TABLE bounded_source ADD COLUMN per_mille integer NOT NULL DEFAULT 10 CHECK (per_mille BETWEEN 1 AND 1000);

ALTER TABLE gauge ADD COLUMN per_mille integer NOT NULL DEFAULT 10;
ALTER TABLE gauge DROP CONSTRAINT gauge_limit;
-- safe: it is there again, under the same name, before this transaction ends.
ALTER TABLE gauge DROP COLUMN limit_cents;
-- safe: a few rows a year.
ALTER TABLE gauge ADD COLUMN limit_cents bigint NOT NULL
  GENERATED ALWAYS AS (least(revenue_cents * per_mille / 1000, coalesce(cap_cents, revenue_cents * per_mille / 1000))) STORED;
-- safe: a few rows a year.
ALTER TABLE gauge ADD CONSTRAINT gauge_limit CHECK (committed_cents <= limit_cents);

CREATE FUNCTION gauge_share() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.per_mille := (SELECT per_mille FROM bounded_source WHERE source = NEW.source);
  RETURN NEW;
END $$;
CREATE TRIGGER gauge_share BEFORE INSERT OR UPDATE OF revenue_cents, per_mille ON gauge FOR EACH ROW EXECUTE FUNCTION gauge_share();
