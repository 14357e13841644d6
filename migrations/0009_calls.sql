-- Calls for projects and their editions. The rules of a call belong to its edition: dates, ceilings, countries,
-- criteria, documents, form. A deadline is an instant, kept as UTC to the second; a text of this one form sorts in
-- the order of time.

CREATE FUNCTION is_instant(value text) RETURNS boolean
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF value !~ '^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$' THEN RETURN false; END IF;
  PERFORM make_date(left(value, 4)::int, substr(value, 6, 2)::int, substr(value, 9, 2)::int);
  RETURN true;
EXCEPTION WHEN datetime_field_overflow THEN RETURN false;
END $$;
CREATE DOMAIN instant AS text COLLATE "C" CHECK (VALUE IS NULL OR is_instant(VALUE));

CREATE TABLE call (
  LIKE record_base INCLUDING ALL,
  source        text REFERENCES source,
  programme     text NOT NULL REFERENCES programme,
  summary       localised NOT NULL DEFAULT '{}',
  beneficiaries localised NOT NULL DEFAULT '{}',
  contact       text,
  website       text CHECK (website ~ '^https?://')
);
CREATE INDEX call_programme ON call (programme);

CREATE TABLE edition (
  LIKE record_base INCLUDING ALL,
  source               text REFERENCES source,
  call                 text NOT NULL REFERENCES call,
  code                 text NOT NULL UNIQUE CHECK (code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$' AND length(code) <= 24), -- what the file numbers start with
  procedure            text NOT NULL DEFAULT 'call' CHECK (procedure IN ('call', 'fast_track')),
  fiscal_year          integer NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2200),
  opens_at             instant NOT NULL,
  closes_at            instant NOT NULL, -- files are taken until this second, inclusive
  information_at       instant,
  jury_on              partial_date,
  council_on           partial_date,
  results_on           partial_date,
  cancelled_on         partial_date,
  cancel_reason        localised NOT NULL DEFAULT '{}',
  crisis               localised NOT NULL DEFAULT '{}',
  min_cents            cents,
  max_cents            cents,
  city_share_percent   numeric(7, 4) CHECK (city_share_percent > 0 AND city_share_percent <= 100), -- of the total cost, at most
  max_months           integer CHECK (max_months > 0),
  travel_share_percent numeric(7, 4) CHECK (travel_share_percent >= 0 AND travel_share_percent <= 100),
  retroactive          boolean NOT NULL DEFAULT false, -- expenses made before the vote are taken
  currency             currency_code NOT NULL DEFAULT 'EUR',
  country_rule         text NOT NULL CHECK (country_rule IN ('oda', 'europe', 'any', 'listed')),
  CHECK (opens_at < closes_at),
  CHECK (min_cents <= max_cents),
  CHECK ((procedure = 'fast_track') = (crisis <> '{}')),
  CHECK ((cancelled_on IS NULL) = (cancel_reason = '{}'))
);
CREATE INDEX edition_call ON edition (call);

CREATE TABLE edition_strand (
  edition text NOT NULL REFERENCES edition, position integer NOT NULL,
  code text NOT NULL CHECK (code ~ '^[a-z0-9-]+$'),
  name localised NOT NULL DEFAULT '{}' CHECK (name <> '{}'),
  budget_source text NOT NULL,
  vocabulary text NOT NULL GENERATED ALWAYS AS ('budget-source') STORED,
  max_cents cents,
  PRIMARY KEY (edition, position), UNIQUE (edition, code),
  FOREIGN KEY (vocabulary, budget_source) REFERENCES term
);

CREATE TABLE edition_country (
  edition text NOT NULL REFERENCES edition, position integer NOT NULL,
  country text NOT NULL REFERENCES country,
  PRIMARY KEY (edition, position), UNIQUE (edition, country)
);

-- A country that is suspended, from when to when, and by which text.
CREATE TABLE edition_exclusion (
  edition text NOT NULL REFERENCES edition, position integer NOT NULL,
  country text NOT NULL REFERENCES country,
  since partial_date NOT NULL CHECK (since IS NOT NULL),
  until partial_date,
  reference text NOT NULL CHECK (reference <> ''),
  PRIMARY KEY (edition, position)
);

CREATE TABLE edition_condition (
  edition text NOT NULL REFERENCES edition, position integer NOT NULL,
  code text NOT NULL,
  rule text NOT NULL CHECK (rule IN ('legal_form', 'min_age_months', 'seat_prefix', 'identifier', 'declared')),
  value text,
  label localised NOT NULL DEFAULT '{}' CHECK (label <> '{}'),
  help localised NOT NULL DEFAULT '{}',
  PRIMARY KEY (edition, position), UNIQUE (edition, code),
  CHECK ((rule = 'declared') = (value IS NULL))
);

CREATE TABLE edition_criterion (
  edition text NOT NULL REFERENCES edition, position integer NOT NULL,
  code text NOT NULL,
  name localised NOT NULL DEFAULT '{}' CHECK (name <> '{}'),
  help localised NOT NULL DEFAULT '{}',
  strand text, -- NULL: every strand
  weight numeric NOT NULL CHECK (weight > 0),
  max_score integer NOT NULL DEFAULT 5 CHECK (max_score > 0),
  PRIMARY KEY (edition, position), UNIQUE (edition, code),
  FOREIGN KEY (edition, strand) REFERENCES edition_strand (edition, code) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE edition_requirement (
  edition text NOT NULL REFERENCES edition, position integer NOT NULL,
  code text NOT NULL,
  name localised NOT NULL DEFAULT '{}' CHECK (name <> '{}'),
  help localised NOT NULL DEFAULT '{}',
  stage text NOT NULL CHECK (stage IN ('application', 'agreement', 'payment', 'report')),
  required boolean NOT NULL DEFAULT true,
  above_cents cents, -- asked from this amount on
  can_follow boolean NOT NULL DEFAULT false, -- a file may be accepted subject to it
  PRIMARY KEY (edition, position), UNIQUE (edition, code)
);

CREATE TABLE edition_question (
  edition text NOT NULL REFERENCES edition, position integer NOT NULL,
  code text NOT NULL,
  section text NOT NULL CHECK (section IN ('project', 'partners', 'impact', 'sustainability', 'organisation', 'other')),
  label localised NOT NULL DEFAULT '{}' CHECK (label <> '{}'),
  help localised NOT NULL DEFAULT '{}',
  type text NOT NULL CHECK (type IN ('short', 'long', 'number', 'money', 'date', 'choice', 'choices', 'yes_no', 'url')),
  required boolean NOT NULL DEFAULT true,
  max_words integer CHECK (max_words > 0),
  show_if text, -- asked only when this question has the answer show_value
  show_value text,
  PRIMARY KEY (edition, position), UNIQUE (edition, code),
  CHECK ((show_if IS NULL) = (show_value IS NULL)),
  FOREIGN KEY (edition, show_if) REFERENCES edition_question (edition, code) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE edition_option (
  edition text NOT NULL REFERENCES edition, position integer NOT NULL,
  question text NOT NULL,
  code text NOT NULL,
  name localised NOT NULL DEFAULT '{}' CHECK (name <> '{}'),
  PRIMARY KEY (edition, position), UNIQUE (edition, question, code),
  FOREIGN KEY (edition, question) REFERENCES edition_question (edition, code) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE edition_indicator (
  edition text NOT NULL REFERENCES edition, position integer NOT NULL,
  code text NOT NULL,
  name localised NOT NULL DEFAULT '{}' CHECK (name <> '{}'),
  unit localised NOT NULL DEFAULT '{}',
  definition localised NOT NULL DEFAULT '{}',
  required boolean NOT NULL DEFAULT false,
  PRIMARY KEY (edition, position), UNIQUE (edition, code)
);

CREATE TABLE edition_tranche (
  edition text NOT NULL REFERENCES edition, position integer NOT NULL,
  percentage numeric(7, 4) NOT NULL CHECK (percentage > 0 AND percentage <= 100),
  condition text NOT NULL CHECK (condition IN ('agreement', 'interim_report', 'final_report')),
  year_offset integer NOT NULL DEFAULT 0 CHECK (year_offset >= 0),
  PRIMARY KEY (edition, position)
);

CREATE TABLE edition_report (
  edition text NOT NULL REFERENCES edition, position integer NOT NULL,
  type text NOT NULL CHECK (type IN ('interim', 'final', 'financial')),
  months integer NOT NULL CHECK (months >= 0),
  after text NOT NULL CHECK (after IN ('signature', 'project_end', 'exercise_end')),
  PRIMARY KEY (edition, position)
);

CREATE TABLE edition_budget_line (
  edition text NOT NULL REFERENCES edition, position integer NOT NULL,
  code text NOT NULL,
  side text NOT NULL CHECK (side IN ('expense', 'resource')),
  account text CHECK (account ~ '^\d{1,6}$'), -- of the chart of accounts: 60 purchases, 74 grants, 86 and 87 in kind
  name localised NOT NULL DEFAULT '{}' CHECK (name <> '{}'),
  in_kind boolean NOT NULL DEFAULT false,
  PRIMARY KEY (edition, position), UNIQUE (edition, code)
);

-- The schedule of payments, where there is one, is the whole grant.
CREATE FUNCTION edition_tranches_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE edition_id text := coalesce(to_jsonb(NEW) ->> 'edition', to_jsonb(OLD) ->> 'edition');
BEGIN
  IF EXISTS (SELECT 1 FROM edition_tranche WHERE edition = edition_id HAVING sum(percentage) <> 100) THEN
    RAISE EXCEPTION 'the tranches of edition % do not add up to 100', edition_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_tranches_add_up';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER edition_tranches_add_up AFTER INSERT OR UPDATE OR DELETE ON edition_tranche
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION edition_tranches_add_up();

-- What is public of them, as 0003_published.sql makes it.
DO $$
DECLARE t text; kinds text[] := ARRAY['call', 'edition'];
BEGIN
  FOREACH t IN ARRAY kinds LOOP
    EXECUTE format('CREATE VIEW published.%1$I AS SELECT * FROM public.%1$I WHERE status = ''published''', t);
  END LOOP;
  FOR t IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'edition\_%' LOOP
    EXECUTE format('CREATE VIEW published.%1$I AS SELECT c.* FROM public.%1$I c JOIN public.edition r ON r.id = c.edition AND r.status = ''published''', t);
  END LOOP;
  INSERT INTO reference_column VALUES
    ('call', 'source', 'call', 'id', 'source'),
    ('call', 'programme', 'call', 'id', 'programme'),
    ('edition', 'source', 'edition', 'id', 'source'),
    ('edition', 'call', 'edition', 'id', 'call');
  FOREACH t IN ARRAY kinds LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER published_refers_to_published AFTER INSERT OR UPDATE ON %I
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION assert_publication()', t);
  END LOOP;
END $$;

-- "SOLIDAE-2027" is the words "SOLIDAE" and "2027", "VIH/sida" are two as well, as the search takes them: the parser would
-- read a number below zero and the path of a file.
CREATE OR REPLACE FUNCTION plain_punctuation(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN regexp_replace(translate(value,
    U&'\2019\2018\201B\02BC' || U&'\201C\201D\201E\00AB\00BB\2039\203A' || U&'\2010\2011\2013\2014' || U&'\2026\00A0\202F\2009',
    '''''''''' || '"""""""' || '----' || '.   '), '(?<=[[:alnum:]])(-(?=\d)|/(?=[[:alpha:]]))', ' ', 'g');
UPDATE search_entry SET title = title, body = body;
