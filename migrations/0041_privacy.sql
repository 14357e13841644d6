-- Privacy: what the log says of a person may go without breaking its chain; what is kept is kept for a term, unless a file
-- is held for a dispute; requests of people about their data have a month (GDPR art. 12).

-- ------------------------------------------------------------------------------------------- the log lets go of people

-- The chain seals the name and the document of an entry by a salted digest of each. While they stand, the digest is made
-- of them; once they are taken away, their seal stays and their salt goes: nobody can tell what they were, and the chain
-- holds. An entry says which of them went, and the log itself says why (*_redacted_by). Entries from before have no salt.
ALTER TABLE event
  ADD COLUMN name_salt bytea, ADD COLUMN name_seal bytea, ADD COLUMN name_redacted_by bigint,
  ADD COLUMN document_salt bytea, ADD COLUMN document_seal bytea, ADD COLUMN document_redacted_by bigint,
  ADD CONSTRAINT event_name_seal CHECK (num_nonnulls(name_seal, name_redacted_by) IN (0, 2) AND num_nonnulls(name_salt, name_seal) < 2) NOT VALID,
  ADD CONSTRAINT event_document_seal CHECK (num_nonnulls(document_seal, document_redacted_by) IN (0, 2) AND num_nonnulls(document_salt, document_seal) < 2) NOT VALID;
ALTER TABLE event VALIDATE CONSTRAINT event_name_seal;
ALTER TABLE event VALIDATE CONSTRAINT event_document_seal;

CREATE FUNCTION event_seal_of(salt bytea, value text) RETURNS bytea
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN sha256(salt || convert_to(value, 'UTF8'));

CREATE OR REPLACE FUNCTION event_digest(e event) RETURNS bytea
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN sha256(e.previous_hash || convert_to((jsonb_build_array(
    e.id, extract(epoch FROM e.at), e.actor,
    CASE WHEN num_nonnulls(e.name_salt, e.name_seal) = 0 THEN to_jsonb(e.actor_name)
         ELSE to_jsonb(encode(coalesce(e.name_seal, event_seal_of(e.name_salt, e.actor_name)), 'hex')) END,
    e.action, e.kind, e.record, e.version, e.changed,
    CASE WHEN num_nonnulls(e.document_salt, e.document_seal) = 0 THEN e.document
         ELSE to_jsonb(encode(coalesce(e.document_seal, event_seal_of(e.document_salt, e.document::text)), 'hex')) END)
    || CASE WHEN e.actor_role IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(e.actor_role) END)::text, 'UTF8'));

-- Goes by its name before event_seal.
CREATE FUNCTION salt_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.name_salt := uuid_send(gen_random_uuid());
  NEW.document_salt := uuid_send(gen_random_uuid());
  NEW.name_seal := NULL; NEW.name_redacted_by := NULL; NEW.document_seal := NULL; NEW.document_redacted_by := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER event_salt BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION salt_event();

-- What stands where a name was.
CREATE FUNCTION gone() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN '[…]';

-- Nothing of an entry changes but this: its name goes, or its document loses words, each once, by an entry that says so.
CREATE FUNCTION guard_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted event := OLD;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW IS DISTINCT FROM OLD THEN
    IF OLD.name_salt IS NOT NULL AND NEW.name_salt IS NULL THEN
      wanted.actor_name := gone(); wanted.name_salt := NULL;
      wanted.name_seal := event_seal_of(OLD.name_salt, OLD.actor_name); wanted.name_redacted_by := NEW.name_redacted_by;
    END IF;
    IF OLD.document_salt IS NOT NULL AND NEW.document_salt IS NULL AND OLD.action <> 'redacted' THEN
      wanted.document := NEW.document; wanted.document_salt := NULL;
      wanted.document_seal := event_seal_of(OLD.document_salt, OLD.document::text); wanted.document_redacted_by := NEW.document_redacted_by;
    END IF;
    NEW.name_seal := wanted.name_seal; NEW.document_seal := wanted.document_seal;
    IF wanted IS DISTINCT FROM OLD AND NEW IS NOT DISTINCT FROM wanted THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER event_append_only ON event;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION guard_event();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The digest of what a document still says once words were taken out of it: the entry that took them holds it.
CREATE FUNCTION event_left(document jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN encode(sha256(convert_to(document::text, 'UTF8')), 'hex');

-- The first entry from which something went that no entry explains: tampering that wears the clothes of an erasure.
CREATE FUNCTION event_unexplained(first_id bigint, last_id bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT min(e.id) FROM event e
  WHERE e.id BETWEEN first_id AND last_id AND num_nonnulls(e.name_seal, e.document_seal) > 0
    AND NOT ((e.name_seal IS NULL OR (e.actor_name = gone() AND EXISTS (SELECT FROM event r
               WHERE r.id = e.name_redacted_by AND r.action = 'redacted' AND r.document -> 'names' @> to_jsonb(e.id))))
         AND (e.document_seal IS NULL OR EXISTS (SELECT FROM event r
               WHERE r.id = e.document_redacted_by AND r.action = 'redacted' AND r.document -> 'documents' ->> e.id::text = event_left(e.document)))) $$;
-- safe: no entry is in it when it is built.
CREATE INDEX event_redacted ON event (id) WHERE name_seal IS NOT NULL OR document_seal IS NOT NULL;

-- Of the other tables that only grow, the name may go, and nothing else.
CREATE FUNCTION guard_but_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.actor_name = gone() AND to_jsonb(NEW) - 'actor_name' = to_jsonb(OLD) - 'actor_name' THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER movement_append_only ON movement;
CREATE TRIGGER movement_append_only BEFORE UPDATE OR DELETE ON movement FOR EACH ROW EXECUTE FUNCTION guard_but_name();
CREATE TRIGGER movement_no_truncate BEFORE TRUNCATE ON movement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DROP TRIGGER publication_append_only ON publication;
CREATE TRIGGER publication_append_only BEFORE UPDATE OR DELETE ON publication FOR EACH ROW EXECUTE FUNCTION guard_but_name();
CREATE TRIGGER publication_no_truncate BEFORE TRUNCATE ON publication FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- ------------------------------------------------------------------------------------------------- when people were here

-- The day alone: it is what the term of an account that sleeps is counted from.
ALTER TABLE auth."user" ADD COLUMN "lastSeenOn" date NOT NULL DEFAULT current_date, ADD COLUMN "sleepToldOn" date;
UPDATE auth."user" u SET "lastSeenOn" = greatest(u."createdAt", (SELECT max(s."updatedAt") FROM auth.session s WHERE s."userId" = u.id))::date;
CREATE FUNCTION auth.note_seen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE auth."user" SET "lastSeenOn" = current_date, "sleepToldOn" = NULL WHERE id = NEW."userId" AND ("lastSeenOn" < current_date OR "sleepToldOn" IS NOT NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER session_seen AFTER INSERT OR UPDATE OF "updatedAt" ON auth.session FOR EACH ROW EXECUTE FUNCTION auth.note_seen();

-- -------------------------------------------------------------------------------------------------------- legal holds

-- A file that a dispute needs: nothing of it is erased while it is held, whatever its term (GDPR art. 17(3)(e), 18(2)).
CREATE TABLE legal_hold (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind          text NOT NULL CHECK (kind IN ('application', 'applicant', 'account', 'story', 'expert', 'advice')),
  record        text NOT NULL CHECK (record <> ''),
  reason        text NOT NULL CHECK (reason <> ''),
  placed_at     timestamptz NOT NULL DEFAULT now(),
  placed_by     text NOT NULL,
  placed_name   text NOT NULL,
  lifted_at     timestamptz,
  lifted_by     text,
  lifted_name   text,
  lifted_reason text CHECK (lifted_reason <> ''),
  CHECK (num_nonnulls(lifted_at, lifted_by, lifted_name, lifted_reason) IN (0, 4))
);
CREATE UNIQUE INDEX legal_hold_standing ON legal_hold (kind, record) WHERE lifted_at IS NULL;

CREATE FUNCTION held(of_kind text, of_record text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM legal_hold h WHERE h.kind = of_kind AND h.record = of_record AND h.lifted_at IS NULL)
      OR of_kind = 'application' AND EXISTS (SELECT FROM legal_hold h JOIN application a ON a.applicant::text = h.record
           WHERE a.id::text = of_record AND h.kind = 'applicant' AND h.lifted_at IS NULL) $$;

-- What identifies people went from the file: its term was over.
ALTER TABLE application ADD COLUMN anonymised_at timestamptz;

-- A payment of a grant that is closed loses the names of who asked for and made it: no act, and so not judged as one.
DROP TRIGGER payment_guard ON payment;
CREATE TRIGGER payment_guard BEFORE INSERT ON payment FOR EACH ROW EXECUTE FUNCTION guard_payment();
CREATE TRIGGER payment_guard_change BEFORE UPDATE ON payment FOR EACH ROW
  WHEN (to_jsonb(NEW) - ARRAY['requested_name', 'checked_name', 'ordered_name', 'reason'] IS DISTINCT FROM to_jsonb(OLD) - ARRAY['requested_name', 'checked_name', 'ordered_name', 'reason'])
  EXECUTE FUNCTION guard_payment();

CREATE FUNCTION guard_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF held(TG_ARGV[0], OLD.id::text) THEN
    RAISE EXCEPTION 'the file is held for a dispute' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'legal_hold';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER application_held BEFORE DELETE OR UPDATE OF anonymised_at ON application FOR EACH ROW EXECUTE FUNCTION guard_hold('application');
CREATE TRIGGER applicant_held BEFORE DELETE ON applicant FOR EACH ROW EXECUTE FUNCTION guard_hold('applicant');
CREATE TRIGGER user_held BEFORE DELETE ON auth."user" FOR EACH ROW EXECUTE FUNCTION guard_hold('account');
CREATE TRIGGER story_held BEFORE DELETE OR UPDATE OF erased_at ON story FOR EACH ROW EXECUTE FUNCTION guard_hold('story');
CREATE TRIGGER expert_held BEFORE DELETE ON expert FOR EACH ROW EXECUTE FUNCTION guard_hold('expert');
CREATE TRIGGER advice_held BEFORE DELETE ON advice FOR EACH ROW EXECUTE FUNCTION guard_hold('advice');

-- ----------------------------------------------------------------------------------------------- what retention has done

CREATE TABLE retention_run (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor      text NOT NULL,
  actor_name text NOT NULL,
  occasion   text NOT NULL CHECK (occasion IN ('nightly', 'hourly', 'command', 'office'))
);
CREATE INDEX retention_run_newest ON retention_run (at DESC);
CREATE TABLE retention_result (
  run   bigint NOT NULL REFERENCES retention_run,
  rule  text NOT NULL,
  term  text NOT NULL,                     -- as it then was: "24 months"
  done  integer NOT NULL CHECK (done >= 0),
  held  integer NOT NULL CHECK (held >= 0), -- due, and stopped by a legal hold
  fault text,                              -- a code, never a message
  PRIMARY KEY (run, rule)
);
CREATE INDEX retention_result_rule ON retention_result (rule, run DESC);
CREATE TRIGGER retention_run_append_only BEFORE UPDATE OR TRUNCATE ON retention_run FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER retention_result_append_only BEFORE UPDATE OR TRUNCATE ON retention_result FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- ------------------------------------------------------------------------------------------------ requests about one's data

-- GDPR art. 12(3): answered within a month of its receipt; two more where the reason was told within the first.
CREATE TABLE data_request (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  right_asked     text NOT NULL CHECK (right_asked IN ('access', 'rectification', 'erasure', 'objection', 'restriction', 'portability')),
  channel         text NOT NULL CHECK (channel IN ('space', 'mail', 'post', 'desk')),
  user_id         text,                       -- who has an account
  email           text CHECK (email = lower(email) AND email ~ '^[^\s<>,;"]+@[^\s<>,;"]+$'),
  name            text NOT NULL DEFAULT '',
  locale          text NOT NULL DEFAULT 'fr' CHECK (locale ~ '^[a-z]{2}$'),
  words           text NOT NULL DEFAULT '',
  identity        text NOT NULL DEFAULT 'unproven' CHECK (identity IN ('unproven', 'account', 'address', 'document', 'known')),
  identity_note   text NOT NULL DEFAULT '',   -- what was seen: never a copy of it
  received_on     date NOT NULL,
  extended_reason text CHECK (extended_reason <> ''),
  due_on          date NOT NULL GENERATED ALWAYS AS ((received_on + CASE WHEN extended_reason IS NULL THEN interval '1 month' ELSE interval '3 months' END)::date) STORED,
  state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'refused')),
  answer          text,
  answered_on     date,
  answered_by     text,
  answered_name   text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  version         integer NOT NULL DEFAULT 1,
  CONSTRAINT data_request_who CHECK (num_nonnulls(user_id, email) > 0),
  CONSTRAINT data_request_answered CHECK ((state = 'open') = (answered_on IS NULL) AND num_nonnulls(answered_on, answered_by, answered_name, answer) IN (0, 4)),
  CONSTRAINT data_request_order CHECK (answered_on >= received_on),
  -- Nothing of a person is handed out, changed or erased for who did not show to be that person.
  CONSTRAINT data_request_proven CHECK (state <> 'done' OR identity <> 'unproven')
);
CREATE INDEX data_request_open ON data_request (due_on) WHERE state = 'open';
CREATE INDEX data_request_newest ON data_request (received_on DESC, id);
