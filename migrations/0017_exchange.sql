-- What comes in from others and what the exchange formats need: projects that partners report, the sites they name,
-- the money they report, the grants that other authorities publish; and rules of publication that keep their pace
-- when ten thousand records come at once.

-- As before, without the subtransaction that an exception block costs for each date.
CREATE OR REPLACE FUNCTION is_partial_date(value text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN value !~ '^(?!0000)\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$' THEN false
    WHEN length(value) < 10 OR right(value, 2) <= '28' THEN true
    ELSE right(value, 2)::integer <= extract(day FROM make_date(left(value, 4)::integer, substr(value, 6, 2)::integer, 1) + interval '1 month - 1 day')
  END;

-- NULL: the city's own. Otherwise whoever reports it: such a project is shown with that name and counts in no counter of the city.
ALTER TABLE project ADD COLUMN reported_by text REFERENCES organisation;
-- OECD DAC/IATI codes, for the declarations: how the money goes (CollaborationType), as what (AidType), through whom (channel).
ALTER TABLE project ADD COLUMN collaboration text CHECK (collaboration ~ '^[1-8]$');
ALTER TABLE project ADD COLUMN aid_type text CHECK (aid_type ~ '^[A-H]\d\d$');
ALTER TABLE project ADD COLUMN channel text CHECK (channel ~ '^\d{5}$');
CREATE INDEX project_reported_by ON project (reported_by) WHERE reported_by IS NOT NULL;

-- A point that only one project names: a well, a school. What several records share is a place.
CREATE TABLE project_site (
  project   text NOT NULL REFERENCES project, position integer NOT NULL,
  name      localised NOT NULL DEFAULT '{}',
  latitude  double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
  longitude double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  exactness text NOT NULL DEFAULT 'exact' CHECK (exactness IN ('exact', 'approximate')),
  PRIMARY KEY (project, position)
);

-- One file that came in, for ever: what it was, who brought it, what became of it.
CREATE TABLE exchange_import (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  format       text NOT NULL CHECK (format IN ('iati', 'scdl')),
  file_name    text NOT NULL,
  sha256       text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  bytes        bigint NOT NULL CHECK (bytes > 0),
  publisher    text,    -- whom the file says it is from
  licence      text,    -- on what terms it may be used, as who brought it declared
  generated_at timestamptz, -- when the file says it was made
  at           timestamptz NOT NULL DEFAULT now(),
  actor        text NOT NULL,
  actor_name   text NOT NULL,
  created      integer NOT NULL DEFAULT 0,
  changed      integer NOT NULL DEFAULT 0,
  unchanged    integer NOT NULL DEFAULT 0,
  kept         integer NOT NULL DEFAULT 0, -- changed in the office since, left as it is
  refused      integer NOT NULL DEFAULT 0,
  report       jsonb NOT NULL DEFAULT '[]' -- the problems and repairs told, as many as are kept
);
CREATE INDEX exchange_import_at ON exchange_import (at DESC);

-- The activity behind a record that came from an IATI file, whole, as it was reported.
CREATE TABLE reported_activity (
  identifier     text PRIMARY KEY CHECK (identifier <> ''), -- iati-identifier: never changes, never twice
  project        text UNIQUE REFERENCES project,
  programme      text UNIQUE REFERENCES programme, -- an activity of the city's own that stands for a programme
  import         uuid NOT NULL REFERENCES exchange_import,
  reporter_ref   text NOT NULL,
  own            boolean NOT NULL, -- reported by the city itself: it goes out again with the city's activities
  secondary      boolean NOT NULL DEFAULT false,
  hierarchy      smallint NOT NULL DEFAULT 1,
  parent         text, -- identifier of the activity that it is a part of
  line           bigint NOT NULL,
  xml            text NOT NULL, -- the element, written the canonical way: no space between elements, attributes as they came
  digest         text NOT NULL, -- of the xml: the same activity again changes nothing
  record_version integer NOT NULL, -- the version of the record that says the same as the xml
  updated_at     timestamptz,   -- last-updated-datetime
  CHECK (num_nonnulls(project, programme) = 1)
);
CREATE INDEX reported_activity_import ON reported_activity (import);
CREATE INDEX reported_activity_parent ON reported_activity (parent);

-- The money that it reports. Cents may be below 0: less is committed, money came back.
CREATE TABLE reported_transaction (
  project      text NOT NULL REFERENCES project, position integer NOT NULL,
  type         text NOT NULL CHECK (type ~ '^\d{1,2}$'), -- IATI TransactionType: 2 outgoing commitment, 3 disbursement, 4 expenditure…
  dated_on     date NOT NULL,
  value_on     date,
  amount_cents bigint NOT NULL,
  currency     currency_code NOT NULL,
  reference    text,
  description  localised NOT NULL DEFAULT '{}',
  provider     text,
  receiver     text,
  country      text REFERENCES country, -- of the transaction itself, where the activity gives none
  PRIMARY KEY (project, position)
);

-- A grant that another authority published: what else a body receives. It is no grant of the city and counts in none of its sums.
CREATE TABLE subsidy (
  LIKE record_base INCLUDING ALL,
  source          text REFERENCES source,
  funder          text NOT NULL REFERENCES organisation,
  organisation    text NOT NULL REFERENCES organisation,
  decision        text,
  agreed_on       partial_date NOT NULL CHECK (agreed_on IS NOT NULL),
  amount_cents    cents NOT NULL CHECK (amount_cents IS NOT NULL),
  currency        currency_code NOT NULL DEFAULT 'EUR',
  in_cash         boolean NOT NULL DEFAULT true,
  in_kind         boolean NOT NULL DEFAULT false,
  payment_terms   text,
  period_start    partial_date,
  period_end      partial_date,
  share_percent   numeric(7, 4) CHECK (share_percent > 0 AND share_percent <= 100),
  state_aid       boolean NOT NULL DEFAULT false, -- notificationUE
  state_aid_number text,
  scheme          text,
  CHECK (in_cash OR in_kind),
  CHECK (period_start IS NULL OR period_end IS NULL OR period_start <= period_end)
);
CREATE INDEX subsidy_organisation ON subsidy (organisation);
CREATE INDEX subsidy_funder ON subsidy (funder);

-- The row of a file behind a grant that came in: the same row again changes nothing.
CREATE TABLE imported_grant (
  award   text UNIQUE REFERENCES award,
  subsidy text UNIQUE REFERENCES subsidy,
  import  uuid NOT NULL REFERENCES exchange_import,
  line    integer NOT NULL,
  digest  text NOT NULL UNIQUE,
  CHECK (num_nonnulls(award, subsidy) = 1)
);
CREATE INDEX imported_grant_import ON imported_grant (import);

CREATE OR REPLACE VIEW published.project AS SELECT * FROM public.project WHERE status = 'published';
CREATE VIEW published.subsidy AS SELECT * FROM public.subsidy WHERE status = 'published';
CREATE VIEW published.project_site AS SELECT c.* FROM public.project_site c JOIN public.project r ON r.id = c.project AND r.status = 'published';
CREATE VIEW published.reported_transaction AS SELECT c.* FROM public.reported_transaction c JOIN public.project r ON r.id = c.project AND r.status = 'published';
CREATE VIEW published.reported_activity AS
  SELECT a.* FROM public.reported_activity a
  WHERE EXISTS (SELECT 1 FROM public.project r WHERE r.id = a.project AND r.status = 'published')
     OR EXISTS (SELECT 1 FROM public.programme r WHERE r.id = a.programme AND r.status = 'published');

INSERT INTO reference_column VALUES
  ('project', 'reported_by', 'project', 'id', 'organisation'),
  ('subsidy', 'source', 'subsidy', 'id', 'source'),
  ('subsidy', 'funder', 'subsidy', 'id', 'organisation'),
  ('subsidy', 'organisation', 'subsidy', 'id', 'organisation');

-- A published record refers to published records only: the same rule, as one function per table whose queries are
-- planned once, and asked only where the change could break it. Made anew after any change of reference_column.
CREATE FUNCTION make_publication_checks() RETURNS void LANGUAGE plpgsql AS $make$
DECLARE
  t text; owner text; owner_column text; r reference_column; body text;
  refuse constant text := $r$ IF found THEN
      RAISE EXCEPTION 'published %% %% refers to %% %%, which is not published', %L, conflict.owner, %L, conflict.target
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'published_refers_to_published';
    END IF; $r$;
BEGIN
  FOR t IN SELECT from_table FROM reference_column UNION SELECT to_table FROM reference_column LOOP
    SELECT c.owner_table, c.owner_column INTO owner, owner_column FROM reference_column c WHERE c.from_table = t LIMIT 1;
    owner := coalesce(owner, t);
    IF owner = t THEN
      -- The record itself: what it names, if it is public; once it becomes so, what its lines name; once it no longer is, who names it.
      body := format('SELECT status INTO state FROM %I WHERE id = NEW.id; IF state = ''published'' THEN ', t);
      FOR r IN SELECT * FROM reference_column c WHERE c.from_table = t LOOP
        body := body || format('IF NEW.%1$I IS NOT NULL THEN SELECT f.id AS owner, o.id AS target INTO conflict FROM %2$I f JOIN %3$I o ON o.id = f.%1$I WHERE f.id = NEW.id AND o.status <> ''published'' LIMIT 1; ', r.from_column, t, r.to_table)
          || format(refuse, t, r.to_table) || ' END IF; ';
      END LOOP;
      body := body || ' IF TG_OP = ''UPDATE'' AND OLD.status <> ''published'' THEN NULL; ';
      FOR r IN SELECT * FROM reference_column c WHERE c.owner_table = t AND c.from_table <> t LOOP
        body := body || format('SELECT f.%1$I AS owner, o.id AS target INTO conflict FROM %2$I f JOIN %3$I o ON o.id = f.%4$I WHERE f.%1$I = NEW.id AND o.status <> ''published'' LIMIT 1; ', r.owner_column, r.from_table, r.to_table, r.from_column)
          || format(refuse, t, r.to_table);
      END LOOP;
      body := body || ' END IF; ELSIF TG_OP = ''UPDATE'' AND OLD.status = ''published'' THEN NULL; ';
      FOR r IN SELECT * FROM reference_column c WHERE c.to_table = t LOOP
        body := body || format('SELECT o.id AS owner, f.%5$I AS target INTO conflict FROM %2$I f JOIN %3$I o ON o.id = f.%1$I WHERE f.%4$I = NEW.id AND o.status = ''published'' LIMIT 1; ', r.owner_column, r.from_table, r.owner_table, r.from_column, r.from_column)
          || format(refuse, r.owner_table, t);
      END LOOP;
      body := body || ' END IF; ';
    ELSE
      -- A line of a record: what it names.
      body := format('SELECT status INTO state FROM %I WHERE id = NEW.%I; IF state = ''published'' THEN ', owner, owner_column);
      FOR r IN SELECT * FROM reference_column c WHERE c.from_table = t LOOP
        body := body || format('SELECT f.%1$I AS owner, o.id AS target INTO conflict FROM %2$I f JOIN %3$I o ON o.id = f.%4$I WHERE f.%1$I = NEW.%1$I AND f.position = NEW.position AND o.status <> ''published'' LIMIT 1; ', r.owner_column, t, r.to_table, r.from_column)
          || format(refuse, owner, r.to_table);
      END LOOP;
      body := body || ' END IF; ';
    END IF;
    EXECUTE format('CREATE OR REPLACE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS $f$ DECLARE state text; conflict record; BEGIN %s RETURN NULL; END $f$', 'assert_publication_of_' || t, body);
    EXECUTE format('DROP TRIGGER IF EXISTS published_refers_to_published ON %I', t);
    EXECUTE format('CREATE CONSTRAINT TRIGGER published_refers_to_published AFTER INSERT OR UPDATE ON %I
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION %I()', t, 'assert_publication_of_' || t);
  END LOOP;
END $make$;
SELECT make_publication_checks();
DROP FUNCTION assert_publication();
DROP FUNCTION publication_conflict(text, text, text);
