-- Lists and pages of an edition with thousands of files: what they sort by and search in is kept, not counted each time.

-- The name of a body as it is compared with others (fold, 0001).
ALTER TABLE applicant ADD COLUMN folded text NOT NULL GENERATED ALWAYS AS (fold(name)) STORED;
DROP INDEX applicant_name_words;
-- GiST, not GIN: it gives the nearest names first, however many are near ("Association …").
CREATE INDEX applicant_folded ON applicant USING gist (folded gist_trgm_ops (siglen = 64));
CREATE INDEX organisation_folded ON organisation USING gist (fold(coalesce(name ->> 'fr', name ->> 'en', '')) gist_trgm_ops (siglen = 64));
CREATE INDEX applicant_siren ON applicant (left(siret, 9)) WHERE siret IS NOT NULL;

-- How many items of work are done: points of admissibility looked at, and documents accepted, each once.
ALTER TABLE application ADD COLUMN work_done integer NOT NULL DEFAULT 0;
CREATE FUNCTION count_work() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.application ELSE NEW.application END;
BEGIN
  -- The lock first, in a statement of its own: the count that follows then sees what whoever held it has done.
  PERFORM 1 FROM application WHERE id = changed FOR NO KEY UPDATE;
  UPDATE application SET work_done = (SELECT count(*) FROM application_check c WHERE c.application = changed AND c.list = 'admissibility')
    + (SELECT count(DISTINCT f.requirement) FROM application_file f WHERE f.application = changed AND f.verdict = 'accepted') WHERE id = changed;
  RETURN NULL;
END $$;
CREATE TRIGGER check_counts AFTER INSERT OR DELETE ON application_check FOR EACH ROW EXECUTE FUNCTION count_work();
CREATE TRIGGER file_counts AFTER INSERT OR DELETE OR UPDATE OF verdict, requirement ON application_file FOR EACH ROW EXECUTE FUNCTION count_work();
UPDATE application a SET work_done = (SELECT count(*) FROM application_check c WHERE c.application = a.id AND c.list = 'admissibility')
  + (SELECT count(DISTINCT f.requirement) FROM application_file f WHERE f.application = a.id AND f.verdict = 'accepted');
CREATE INDEX application_work ON application (edition, work_done, state_since) WHERE state <> 'draft';
CREATE INDEX application_asked ON application (edition, asked_cents DESC) WHERE state <> 'draft';

-- By what the files of an edition are ranked: the mean of the opinions given and the lowest of them, of 100.
ALTER TABLE application ADD COLUMN mean_score numeric(5, 2), ADD COLUMN lowest_score numeric(5, 2);
CREATE FUNCTION keep_scores() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.application ELSE NEW.application END;
BEGIN
  PERFORM 1 FROM application WHERE id = changed FOR NO KEY UPDATE;
  UPDATE application SET (mean_score, lowest_score) = (SELECT round(avg(o.total), 2), min(o.total) FROM opinion o WHERE o.application = changed AND o.state = 'given')
  WHERE id = changed;
  RETURN NULL;
END $$;
CREATE TRIGGER opinion_scores AFTER INSERT OR DELETE OR UPDATE OF total, state ON opinion FOR EACH ROW EXECUTE FUNCTION keep_scores();
UPDATE application a SET (mean_score, lowest_score) = (SELECT round(avg(o.total), 2), min(o.total) FROM opinion o WHERE o.application = a.id AND o.state = 'given');
CREATE INDEX application_ranked ON application (edition, mean_score DESC NULLS LAST, lowest_score DESC NULLS LAST, submitted_at, number);

-- What the filters of the list count.
CREATE INDEX application_counted ON application (edition, state) INCLUDE (id, countries) WHERE state <> 'draft';
