-- Other systems of the city: the keys by which they write, what they were answered, and whom the log tells of what is public.

CREATE TABLE api_key (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  secret_sha256 text NOT NULL UNIQUE CHECK (secret_sha256 ~ '^[0-9a-f]{64}$'),
  prefix        text NOT NULL, -- its first signs, by which people tell keys apart
  name          text NOT NULL CHECK (name <> '' AND length(name) <= 120),
  scopes        text[] NOT NULL CHECK (cardinality(scopes) > 0),
  addresses     cidr[] NOT NULL DEFAULT '{}', -- from which it may be used; none: from anywhere
  created_by    text NOT NULL,
  created_name  text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  expires_at    timestamptz NOT NULL CHECK (expires_at > created_at),
  last_used_at  timestamptz, -- to the hour
  revoked_at    timestamptz,
  revoked_name  text,
  CHECK ((revoked_at IS NULL) = (revoked_name IS NULL))
);

-- Two persons handle a payment: who made a key is not another person than the key.
CREATE FUNCTION guard_payment_by_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM api_key k WHERE 'key:' || k.id = NEW.ordered_by AND k.created_by = NEW.checked_by) THEN
    RAISE EXCEPTION 'who checked the payment made the key that orders it' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_two_persons';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payment_by_key BEFORE INSERT OR UPDATE ON payment FOR EACH ROW
  WHEN (NEW.ordered_by LIKE 'key:%') EXECUTE FUNCTION guard_payment_by_key();

-- What a request did, under the name that its sender gave it: written with the effect or not at all. The status is
-- absent inside the transaction that does the work, which nobody else sees.
CREATE TABLE api_answer (
  api_key         uuid NOT NULL REFERENCES api_key,
  idempotency_key text NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 255),
  request_sha256  text NOT NULL CHECK (request_sha256 ~ '^[0-9a-f]{64}$'),
  status          integer,
  headers         jsonb NOT NULL DEFAULT '{}',
  body            text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (api_key, idempotency_key)
);
CREATE INDEX api_answer_age ON api_answer (created_at);

-- The number that the accounts give the commitment of a grant (numéro d'engagement).
ALTER TABLE "grant" ADD COLUMN commitment_number text CHECK (commitment_number <> '' AND length(commitment_number) <= 60);

CREATE TABLE webhook (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name            text NOT NULL CHECK (name <> '' AND length(name) <= 120),
  url             text NOT NULL CHECK (url ~ '^https?://'),
  events          text[] NOT NULL CHECK (cardinality(events) > 0),
  state           text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled')),
  disabled_reason text CHECK (disabled_reason IN ('person', 'failing', 'gone')),
  -- The secret is made from the one of the program and this number: it stands nowhere.
  generation      integer NOT NULL DEFAULT 1 CHECK (generation > 0),
  previous_until  timestamptz, -- until when the secret before signs too
  failures        integer NOT NULL DEFAULT 0, -- attempts that failed since the last that did not
  failing_since   timestamptz,
  created_by      text NOT NULL,
  created_name    text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  CHECK ((state = 'disabled') = (disabled_reason IS NOT NULL))
);

-- What happened, for those who asked to be told: written by the transaction that did it. What of it is public is judged
-- once that has ended, by src/publishing/webhooks/fan-out.ts.
CREATE TABLE webhook_outbox (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
  event       bigint, -- the entry of the log, where it is one
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  kind        text NOT NULL,
  record      text NOT NULL,
  action      text NOT NULL
);
CREATE INDEX webhook_outbox_transaction ON webhook_outbox (transaction);

CREATE TABLE webhook_message (
  id           text PRIMARY KEY CHECK (id ~ '^msg_[0-9a-f]{32}$'),
  webhook      uuid NOT NULL REFERENCES webhook ON DELETE CASCADE,
  type         text NOT NULL,
  body         text NOT NULL, -- the bytes that are signed and sent, at each attempt the same
  dedupe_key   text,
  state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
  created_at   timestamptz NOT NULL DEFAULT now(),
  delivered_at timestamptz,
  CHECK ((state = 'delivered') = (delivered_at IS NOT NULL)),
  UNIQUE (webhook, dedupe_key)
);
CREATE INDEX webhook_message_newest ON webhook_message (webhook, created_at DESC);
CREATE INDEX webhook_message_age ON webhook_message (created_at);

CREATE TABLE webhook_attempt (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message text NOT NULL REFERENCES webhook_message ON DELETE CASCADE,
  at      timestamptz NOT NULL DEFAULT now(),
  status  integer, -- of the answer; none when there was none
  error   text,    -- why it counts as failed
  ms      integer NOT NULL,
  excerpt text NOT NULL DEFAULT ''
);
CREATE INDEX webhook_attempt_message ON webhook_attempt (message, id DESC);

-- Once per transaction, whatever it writes: the job that judges what it wrote.
CREATE FUNCTION announce_outbox() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('ville_monde.outbox', true) IS NOT DISTINCT FROM pg_current_xact_id()::text THEN RETURN; END IF;
  PERFORM graphile_worker.add_job('webhook_fan_out', json_build_object('transaction', pg_current_xact_id()::text));
  PERFORM set_config('ville_monde.outbox', pg_current_xact_id()::text, true);
END $$;

-- The kinds of what is wanted: "project.published" is of the kind project. Nobody asks: nothing is written.
CREATE FUNCTION wanted_kinds() RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(DISTINCT split_part(e, '.', 1)) FROM webhook w, unnest(w.events) e WHERE w.state = 'active' $$;

CREATE FUNCTION fill_webhook_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted text[] := wanted_kinds();
BEGIN
  IF wanted IS NULL THEN RETURN NULL; END IF;
  INSERT INTO webhook_outbox (event, at, kind, record, action)
    SELECT a.id, a.at, a.kind, a.record, a.action FROM added a WHERE a.kind = ANY (wanted) ORDER BY a.id;
  IF FOUND THEN PERFORM announce_outbox(); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER event_told AFTER INSERT ON event REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION fill_webhook_outbox();

CREATE FUNCTION tell_of_import() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF 'import' = ANY (wanted_kinds()) THEN
    INSERT INTO webhook_outbox (kind, record, action) VALUES ('import', NEW.format, 'done');
    PERFORM announce_outbox();
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER import_told AFTER INSERT ON exchange_import FOR EACH ROW EXECUTE FUNCTION tell_of_import();
