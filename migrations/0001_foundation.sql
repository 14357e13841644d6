-- What every room stands on: value types, the append-only log, reference lists.

CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Text compared without case, accents or punctuation: "Érythrée" = "erythree".
CREATE FUNCTION fold(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, value)), '[^a-z0-9]+', ' ', 'g');

CREATE TEXT SEARCH CONFIGURATION french_folded (COPY = pg_catalog.french);
ALTER TEXT SEARCH CONFIGURATION french_folded
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
CREATE TEXT SEARCH CONFIGURATION english_folded (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION english_folded
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;

CREATE DOMAIN record_id AS text
  CHECK (VALUE ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(VALUE) <= 120);

-- {"fr": "…", "en": "…"}: one text per language, any of them absent.
CREATE FUNCTION is_localised(value jsonb) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN jsonb_typeof(value) = 'object'
    AND NOT jsonb_path_exists(value, '$.* ? (@.type() != "string" || @ == "")');
CREATE DOMAIN localised AS jsonb CHECK (is_localised(VALUE));

-- A day, a month or a year (ISO 8601 reduced precision): '2018-11-05', '2018-11', '2018'. Unknown is NULL.
CREATE FUNCTION is_partial_date(value text) RETURNS boolean
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF value !~ '^\d{4}(-\d{2}(-\d{2})?)?$' THEN RETURN false; END IF;
  PERFORM make_date(left(value, 4)::int,
                    coalesce(nullif(substr(value, 6, 2), ''), '1')::int,
                    coalesce(nullif(substr(value, 9, 2), ''), '1')::int);
  RETURN true;
EXCEPTION WHEN datetime_field_overflow THEN RETURN false;
END $$;
CREATE DOMAIN partial_date AS text CHECK (VALUE IS NULL OR is_partial_date(VALUE));
CREATE FUNCTION year_of(value text) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN left(value, 4)::integer;

CREATE DOMAIN cents AS bigint CHECK (VALUE IS NULL OR VALUE >= 0);
CREATE DOMAIN currency_code AS text CHECK (VALUE IS NULL OR VALUE ~ '^[A-Z]{3}$');

-- Every change of a record, for ever: numbered without gaps, each row sealed by the hash of the one before.
CREATE TABLE event (
  id            bigint PRIMARY KEY,
  at            timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor         text NOT NULL,
  actor_name    text NOT NULL,
  action        text NOT NULL CHECK (action IN ('created', 'edited', 'published', 'withdrawn', 'archived', 'reopened', 'restored')),
  kind          text NOT NULL,
  record        text NOT NULL,
  version       integer NOT NULL,
  changed       text[] NOT NULL DEFAULT '{}',
  document      jsonb NOT NULL,
  previous_hash bytea NOT NULL,
  hash          bytea NOT NULL UNIQUE
);
CREATE INDEX event_record ON event (kind, record, id DESC);

CREATE FUNCTION event_digest(e event) RETURNS bytea
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN sha256(e.previous_hash || convert_to(jsonb_build_array(
    e.id, extract(epoch FROM e.at), e.actor, e.actor_name, e.action, e.kind, e.record, e.version, e.changed, e.document)::text, 'UTF8'));

CREATE FUNCTION seal_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  -- One writer at a time from here to commit: the chain has no fork.
  PERFORM pg_advisory_xact_lock(hashtext('ville-monde.event'));
  SELECT id, hash INTO last FROM event ORDER BY id DESC LIMIT 1;
  NEW.id := coalesce(last.id, 0) + 1;
  NEW.previous_hash := coalesce(last.hash, '\x00');
  NEW.hash := event_digest(NEW);
  PERFORM pg_notify('content', NEW.kind || '/' || NEW.record);
  RETURN NEW;
END $$;
CREATE TRIGGER event_seal BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION seal_event();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Controlled vocabularies: themes, priorities, SDG goals and targets, DAC purpose codes, budget sources…
CREATE TABLE term (
  vocabulary text NOT NULL,
  code       text NOT NULL,
  name       localised NOT NULL DEFAULT '{}',
  definition localised NOT NULL DEFAULT '{}',
  parent     text,
  position   integer NOT NULL DEFAULT 0,
  withdrawn  boolean NOT NULL DEFAULT false,
  PRIMARY KEY (vocabulary, code)
);

CREATE TABLE country (
  code      text PRIMARY KEY CHECK (code ~ '^[A-Z]{2}$'),
  name      localised NOT NULL DEFAULT '{}',
  continent text NOT NULL CHECK (continent IN ('africa', 'america', 'asia', 'europe', 'oceania', 'antarctica')),
  latitude  double precision CHECK (latitude BETWEEN -90 AND 90),
  longitude double precision CHECK (longitude BETWEEN -180 AND 180)
);

-- Official development assistance: who may receive it, by dated edition of the DAC list. The ranges of two
-- editions never overlap, so a date has one answer.
CREATE TABLE oda_list (
  id         record_id PRIMARY KEY,
  name       localised NOT NULL DEFAULT '{}',
  valid_from date NOT NULL,
  valid_to   date,
  source     text NOT NULL,
  EXCLUDE USING gist (daterange(valid_from, valid_to, '[]') WITH &&)
);
CREATE TABLE oda_recipient (
  list         text NOT NULL REFERENCES oda_list,
  country      text NOT NULL REFERENCES country,
  dac_code     text NOT NULL,
  income_group text NOT NULL,
  PRIMARY KEY (list, country)
);

-- Files are kept by content; the same bytes are kept once.
CREATE TABLE file (
  sha256     text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  name       text NOT NULL,
  media_type text NOT NULL,
  bytes      bigint NOT NULL CHECK (bytes > 0),
  width      integer,
  height     integer,
  created_at timestamptz NOT NULL DEFAULT now()
);
