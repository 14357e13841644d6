-- Pages are kept in memory until what is public changes. Work on drafts, and on what is never public, changes nothing of it: it
-- tells nobody. Changes are numbered, so that a node knows from one row whether it has missed any.
CREATE TABLE content_change (
  one    boolean PRIMARY KEY DEFAULT true CHECK (one),
  number bigint NOT NULL
);
INSERT INTO content_change (number) VALUES (0);

-- Once a transaction, however much it changes.
CREATE FUNCTION tell_content() RETURNS void LANGUAGE plpgsql AS $$
DECLARE told bigint;
BEGIN
  -- The turn of the log first: whoever holds the row waits for nobody.
  PERFORM pg_advisory_xact_lock(hashtext('ville-monde.event'));
  UPDATE content_change SET number = number + 1 WHERE xmin <> pg_current_xact_id()::xid RETURNING number INTO told;
  IF told IS NOT NULL THEN PERFORM pg_notify('content', told::text); END IF;
END $$;

CREATE OR REPLACE FUNCTION seal_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  -- One writer at a time from here to commit: the chain has no fork.
  PERFORM pg_advisory_xact_lock(hashtext('ville-monde.event'));
  SELECT id, hash INTO last FROM event ORDER BY id DESC LIMIT 1;
  NEW.id := coalesce(last.id, 0) + 1;
  NEW.previous_hash := coalesce(last.hash, '\x00');
  NEW.hash := event_digest(NEW);
  RETURN NEW;
END $$;

CREATE FUNCTION tell_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  CASE
    -- What became of the files of an edition is counted once its grants are voted.
    WHEN NEW.kind = 'application' THEN
      IF NEW.record ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
        IF EXISTS (SELECT FROM application a JOIN "grant" g ON g.edition = a.edition WHERE a.id = NEW.record::uuid AND a.state <> 'draft')
        THEN PERFORM tell_content(); END IF;
      END IF;
    -- What is never public.
    WHEN NEW.kind = ANY (ARRAY['applicant', 'assessment', 'jury', 'envelope', 'gauge',
      'account', 'session', 'api_key', 'webhook', 'export', 'import', 'backup', 'audit', 'mail', 'setting', 'upload', 'quarantine',
      'retention', 'data_request', 'file', 'job', 'protected']) THEN NULL;
    -- A draft: the index of the search, written before the log, holds its state. What is in no search (a place, a source) is told.
    WHEN NEW.action = ANY (ARRAY['created', 'edited', 'restored'])
      AND EXISTS (SELECT FROM search_entry s WHERE s.kind = NEW.kind AND s.record = NEW.record)
      AND NOT EXISTS (SELECT FROM search_entry s WHERE s.kind = NEW.kind AND s.record = NEW.record AND s.status = 'published') THEN NULL;
    ELSE PERFORM tell_content();
  END CASE;
  RETURN NULL;
END $$;
CREATE TRIGGER event_tell AFTER INSERT ON event FOR EACH ROW EXECUTE FUNCTION tell_event();

-- What pages show and no entry of the log tells: counts of a day, sizes of a picture.
CREATE FUNCTION tell_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_content();
  RETURN NULL;
END $$;
CREATE TRIGGER counter_day_tell AFTER INSERT OR UPDATE OR DELETE ON counter_day FOR EACH STATEMENT EXECUTE FUNCTION tell_changed();
CREATE TRIGGER file_size_tell AFTER INSERT OR UPDATE OR DELETE ON file_size FOR EACH STATEMENT EXECUTE FUNCTION tell_changed();

CREATE OR REPLACE FUNCTION protected.tell_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM public.tell_content();
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION notify_file_shown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM public.media m WHERE m.file = NEW.file) OR EXISTS (SELECT FROM public.document d WHERE d.file = NEW.file)
     OR EXISTS (SELECT FROM public.story s WHERE s.picture = NEW.file)
  THEN PERFORM public.tell_content(); END IF;
  RETURN NULL;
END $$;
