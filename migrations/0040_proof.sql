-- Proof: an entry says in which role its actor was; the head of the log is anchored each day; what was checked is kept.

-- What was written before has none, and keeps the digest that it has.
ALTER TABLE event ADD COLUMN actor_role text;

CREATE OR REPLACE FUNCTION event_digest(e event) RETURNS bytea
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN sha256(e.previous_hash || convert_to((jsonb_build_array(
    e.id, extract(epoch FROM e.at), e.actor, e.actor_name, e.action, e.kind, e.record, e.version, e.changed, e.document)
    || CASE WHEN e.actor_role IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(e.actor_role) END)::text, 'UTF8'));

-- What is never public wakes no cache of public pages.
CREATE OR REPLACE FUNCTION seal_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  -- One writer at a time from here to commit: the chain has no fork.
  PERFORM pg_advisory_xact_lock(hashtext('ville-monde.event'));
  SELECT id, hash INTO last FROM event ORDER BY id DESC LIMIT 1;
  NEW.id := coalesce(last.id, 0) + 1;
  NEW.previous_hash := coalesce(last.hash, '\x00');
  NEW.hash := event_digest(NEW);
  IF NEW.kind <> ALL (ARRAY['applicant', 'application', 'assessment', 'jury', 'envelope', 'gauge',
      'account', 'session', 'api_key', 'webhook', 'export', 'import', 'backup', 'audit', 'mail', 'setting', 'upload', 'quarantine',
      'retention', 'data_request', 'file', 'job', 'protected']) THEN
    PERFORM pg_notify('content', NEW.kind || '/' || NEW.record);
  END IF;
  RETURN NEW;
END $$;

-- The journal of the office reads the log by what people ask it, newest first, a page at a time.
-- safe: the log of a city has some 100 000 entries: built in under a second.
CREATE INDEX event_at ON event (at DESC, id DESC);
-- safe: the log of a city has some 100 000 entries: built in under a second.
CREATE INDEX event_actor ON event (actor, at DESC, id DESC);
-- safe: the log of a city has some 100 000 entries: built in under a second.
CREATE INDEX event_action ON event (action, at DESC, id DESC);
-- safe: the log of a city has some 100 000 entries: built in under a second.
CREATE INDEX event_kind ON event (kind, at DESC, id DESC);

-- The head of the log, signed, each anchor with the digest of the one before. `body` is the text that is signed. Copies
-- of it stand outside: who rewrites the log, or cuts its end, cannot make those agree.
CREATE TABLE audit_anchor (
  number     integer PRIMARY KEY CHECK (number > 0),
  made_at    timestamptz NOT NULL,
  head       bigint NOT NULL,
  head_hash  bytea NOT NULL,
  body       text NOT NULL,
  sha256     text NOT NULL UNIQUE CHECK (sha256 = encode(sha256(convert_to(body, 'UTF8')), 'hex')),
  signature  bytea NOT NULL CHECK (length(signature) = 64),
  public_key text NOT NULL
);
CREATE TRIGGER audit_anchor_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_anchor
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE VIEW published.audit_anchor AS SELECT number, made_at, body, signature, public_key FROM public.audit_anchor;

-- Each verification of the log: from which entry on, how far, and the first thing that did not hold.
CREATE TABLE audit_check (
  number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor      text NOT NULL,
  actor_name text NOT NULL,
  from_id    bigint NOT NULL CHECK (from_id > 0), -- 1: the whole log
  last_id    bigint NOT NULL,
  last_hash  bytea NOT NULL,
  entries    bigint NOT NULL,
  fault      text,
  fault_at   bigint,
  CHECK ((fault IS NULL) = (fault_at IS NULL))
);
CREATE TRIGGER audit_check_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_check
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- People at risk have logs of their own, in the compartment. Each line of these is sealed by an entry of the one log: which
-- line, by whom, and its digest; nothing of whose file it was.
CREATE FUNCTION protected.reading_digest(line protected.reading) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN encode(sha256(convert_to(jsonb_build_array(line.id, extract(epoch FROM line.at), line.reader, line.reader_name, line.person,
    line.what, line.reason, encode(line.words, 'hex'), line.follows)::text, 'UTF8')), 'hex');
CREATE FUNCTION protected.change_digest(line protected.change) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN encode(sha256(convert_to(jsonb_build_array(line.id, extract(epoch FROM line.at), line.by_id, line.by_name, line.person,
    line.about, line.about_id, line.act, line.state)::text, 'UTF8')), 'hex');
CREATE FUNCTION protected.role_change_digest(line protected.role_change) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN encode(sha256(convert_to(jsonb_build_array(line.id, extract(epoch FROM line.at), line.by_name, line.user_id, line.user_name,
    line.act)::text, 'UTF8')), 'hex');

CREATE FUNCTION protected.seal_line(log text, line_id text, digest text, actor text, actor_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.event (id, hash, previous_hash, actor, actor_name, actor_role, action, kind, record, version, changed, document)
    VALUES (0, '', '', actor, actor_name, CASE WHEN protected.acts_as('guardian') THEN 'guardian' ELSE 'system' END,
            CASE log WHEN 'reading' THEN 'read' WHEN 'change' THEN 'changed' ELSE 'guardians_changed' END,
            'protected', log || ':' || line_id, 1, '{}', jsonb_build_object('sha256', digest));
END $$;
CREATE FUNCTION protected.seal_reading() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM protected.seal_line('reading', NEW.id::text, protected.reading_digest(NEW), NEW.reader, NEW.reader_name);
  RETURN NULL;
END $$;
CREATE FUNCTION protected.seal_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM protected.seal_line('change', NEW.id::text, protected.change_digest(NEW), NEW.by_id, NEW.by_name);
  RETURN NULL;
END $$;
-- Who gave the role is in the line and in the entry of the account: a name here, under no identifier, would outlive its person.
CREATE FUNCTION protected.seal_role_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM protected.seal_line('role_change', NEW.id::text, protected.role_change_digest(NEW), 'database', 'database');
  RETURN NULL;
END $$;
CREATE TRIGGER reading_sealed AFTER INSERT ON protected.reading FOR EACH ROW EXECUTE FUNCTION protected.seal_reading();
CREATE TRIGGER change_sealed AFTER INSERT ON protected.change FOR EACH ROW EXECUTE FUNCTION protected.seal_change();
CREATE TRIGGER role_change_sealed AFTER INSERT ON protected.role_change FOR EACH ROW EXECUTE FUNCTION protected.seal_role_change();

-- Who verifies reads the lines, whose words are sealed, and no file.
CREATE POLICY proof ON protected.reading FOR SELECT USING ((SELECT protected.acts_as('proof')));
CREATE POLICY proof ON protected.change FOR SELECT USING ((SELECT protected.acts_as('proof')));
CREATE POLICY proof ON protected.role_change FOR SELECT USING ((SELECT protected.acts_as('proof')));

-- The lines that were there before are sealed now, as they are.
DO $$
BEGIN
  PERFORM protected.enter('migration', 'proof');
  PERFORM protected.seal_line('reading', r.id::text, protected.reading_digest(r), r.reader, r.reader_name) FROM protected.reading r ORDER BY at, id;
  PERFORM protected.seal_line('change', r.id::text, protected.change_digest(r), r.by_id, r.by_name) FROM protected.change r ORDER BY id;
  PERFORM protected.seal_line('role_change', r.id::text, protected.role_change_digest(r), 'database', 'database')
    FROM protected.role_change r ORDER BY id;
  PERFORM set_config('app.role', '', true), set_config('app.transaction', '', true), set_config('app.actor', '', true);
END $$;
