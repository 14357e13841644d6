-- The register. Every kind of record starts from the same columns; every list of a record is a child table
-- named <record>_<item> whose first columns are the record and the position of the line in it.

CREATE TABLE record_base (
  id             record_id NOT NULL PRIMARY KEY,
  status         text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'archived')),
  version        integer NOT NULL DEFAULT 1 CHECK (version > 0),
  name           localised NOT NULL DEFAULT '{}' CHECK (name <> '{}'),
  description    localised NOT NULL DEFAULT '{}',
  source_locator text,
  quote          text,
  demo           boolean NOT NULL DEFAULT false,
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  published_at   timestamptz,
  CHECK (status <> 'published' OR published_at IS NOT NULL)
);

CREATE TABLE source (
  LIKE record_base INCLUDING ALL,
  publisher text NOT NULL,
  url       text CHECK (url ~ '^https?://'),
  dated_on  partial_date,
  licence   text
);

CREATE TABLE document (
  LIKE record_base INCLUDING ALL,
  source     text REFERENCES source,
  type       text NOT NULL CHECK (type IN ('deliberation', 'agreement', 'report', 'evaluation', 'minutes', 'rules', 'page', 'other')),
  file       text REFERENCES file,
  url        text CHECK (url ~ '^https?://'),
  language   text CHECK (language ~ '^[a-z]{2}$'),
  dated_on   partial_date,
  licence    text,
  CHECK (num_nonnulls(file, url) >= 1)
);

CREATE TABLE media (
  LIKE record_base INCLUDING ALL,
  source   text REFERENCES source,
  file     text NOT NULL REFERENCES file,
  alt      localised NOT NULL DEFAULT '{}' CHECK (alt <> '{}'),
  credit   text NOT NULL CHECK (credit <> ''),
  licence  text,
  taken_on partial_date
);

CREATE TABLE place (
  LIKE record_base INCLUDING ALL,
  source      text REFERENCES source,
  country     text NOT NULL REFERENCES country,
  latitude    double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
  longitude   double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  exactness   text NOT NULL DEFAULT 'exact' CHECK (exactness IN ('exact', 'approximate')),
  geonames_id bigint UNIQUE CHECK (geonames_id > 0),
  aliases     text[] NOT NULL DEFAULT '{}'
);

CREATE TABLE organisation (
  LIKE record_base INCLUDING ALL,
  source           text REFERENCES source,
  type             text NOT NULL DEFAULT '22',
  aliases          text[] NOT NULL DEFAULT '{}',
  legal_form       text,
  siret            text UNIQUE CHECK (siret ~ '^\d{14}$'),
  siren            text CHECK (siren ~ '^\d{9}$'),
  rna              text UNIQUE CHECK (rna ~ '^W\d{9}$'),
  foreign_scheme   text,
  foreign_id       text,
  no_identifier    text CHECK (no_identifier IN ('foreign', 'alsace_moselle', 'not_registered', 'unknown')),
  country          text REFERENCES country,
  place            text REFERENCES place,
  website          text CHECK (website ~ '^https?://'),
  CHECK (siret IS NULL OR siren IS NULL OR left(siret, 9) = siren),
  CHECK ((foreign_scheme IS NULL) = (foreign_id IS NULL)),
  UNIQUE (foreign_scheme, foreign_id)
);

CREATE TABLE network (
  LIKE record_base INCLUDING ALL,
  source     text REFERENCES source,
  acronym    text,
  aliases    text[] NOT NULL DEFAULT '{}',
  founded_on partial_date,
  place      text REFERENCES place,
  website    text CHECK (website ~ '^https?://'),
  themes     text[] NOT NULL DEFAULT '{}'
);

CREATE TABLE partner (
  LIKE record_base INCLUDING ALL,
  source       text REFERENCES source,
  type         text NOT NULL CHECK (type IN ('city', 'region', 'network', 'institution', 'ngo', 'foundation')),
  aliases      text[] NOT NULL DEFAULT '{}',
  country      text REFERENCES country,
  place        text REFERENCES place,
  organisation text REFERENCES organisation,
  network      text REFERENCES network,
  website      text CHECK (website ~ '^https?://'),
  wikidata     text CHECK (wikidata ~ '^Q\d+$'),
  themes       text[] NOT NULL DEFAULT '{}',
  -- A territory is somewhere; two cities of one country are two partners.
  CHECK (type NOT IN ('city', 'region') OR country IS NOT NULL)
);

CREATE TABLE network_membership (
  network  text NOT NULL REFERENCES network,
  position integer NOT NULL,
  partner  text REFERENCES partner, -- NULL: the city whose register this is
  role     text NOT NULL CHECK (role IN ('candidate', 'member', 'founder', 'board', 'vice_president', 'president', 'partner', 'host')),
  since    partial_date,
  until    partial_date,
  note     localised NOT NULL DEFAULT '{}',
  PRIMARY KEY (network, position),
  CHECK (since IS NULL OR until IS NULL OR since <= until)
);

CREATE TABLE network_document (
  network text NOT NULL REFERENCES network, position integer NOT NULL,
  document text NOT NULL REFERENCES document,
  PRIMARY KEY (network, position)
);

CREATE TABLE agreement (
  LIKE record_base INCLUDING ALL,
  source         text REFERENCES source,
  partner        text NOT NULL REFERENCES partner,
  type           text NOT NULL CHECK (type IN ('friendship_pact', 'cooperation_pact', 'european_agreement', 'twinning', 'convention')),
  state          text NOT NULL DEFAULT 'signed' CHECK (state IN ('negotiation', 'voted', 'signed', 'transmitted', 'in_force', 'suspended', 'expired', 'denounced')),
  purpose        localised NOT NULL DEFAULT '{}', -- art. L1115-1 CGCT: a convention states its purpose
  amount_cents   cents,     -- and the forecast amount of the commitments (0 is an answer, NULL is not known)
  currency       currency_code NOT NULL DEFAULT 'EUR',
  deliberation   text,
  signed_on      partial_date,
  transmitted_on partial_date, -- art. L1115-1: in force on transmission to the prefect
  ends_on        partial_date,
  tacit_renewal  boolean NOT NULL DEFAULT false,
  themes         text[] NOT NULL DEFAULT '{}',
  goals          text[] NOT NULL DEFAULT '{}',
  CHECK (signed_on IS NULL OR ends_on IS NULL OR signed_on <= ends_on)
);

CREATE TABLE agreement_step (
  agreement text NOT NULL REFERENCES agreement,
  position  integer NOT NULL,
  type      text NOT NULL CHECK (type IN ('renewed', 'amended', 'suspended', 'resumed', 'denounced')),
  dated_on  partial_date NOT NULL CHECK (dated_on IS NOT NULL),
  reason    localised NOT NULL DEFAULT '{}',
  PRIMARY KEY (agreement, position),
  CHECK (type NOT IN ('suspended', 'denounced') OR reason <> '{}')
);

CREATE TABLE agreement_document (
  agreement text NOT NULL REFERENCES agreement, position integer NOT NULL,
  document text NOT NULL REFERENCES document,
  PRIMARY KEY (agreement, position)
);

-- A suspended or denounced agreement says when and why.
CREATE FUNCTION agreement_state_has_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM agreement a
    WHERE a.id = coalesce(to_jsonb(NEW) ->> 'agreement', NEW.id) AND a.state IN ('suspended', 'denounced')
      AND NOT EXISTS (SELECT 1 FROM agreement_step s WHERE s.agreement = a.id AND s.type = a.state)
  ) THEN
    RAISE EXCEPTION 'agreement without the dated step of its state'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_state_has_step';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER agreement_state_has_step AFTER INSERT OR UPDATE ON agreement
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION agreement_state_has_step();

CREATE TABLE programme (
  LIKE record_base INCLUDING ALL,
  source           text REFERENCES source,
  type             text NOT NULL CHECK (type IN ('scheme', 'call', 'label', 'plan', 'european_fund', 'cultural', 'network_programme', 'cooperation', 'emergency', 'reception')),
  aliases          text[] NOT NULL DEFAULT '{}',
  parent           text REFERENCES programme,
  network          text REFERENCES network,
  priorities       text[] NOT NULL DEFAULT '{}',
  themes           text[] NOT NULL DEFAULT '{}',
  goals            text[] NOT NULL DEFAULT '{}',
  started_on       partial_date,
  ended_on         partial_date,
  annual_cap_cents cents,
  currency         currency_code NOT NULL DEFAULT 'EUR',
  website          text CHECK (website ~ '^https?://'),
  CHECK (parent IS NULL OR parent <> id),
  CHECK (started_on IS NULL OR ended_on IS NULL OR started_on <= ended_on)
);

CREATE TABLE programme_legal_basis (
  programme text NOT NULL REFERENCES programme, position integer NOT NULL,
  reference text NOT NULL CHECK (reference <> ''),
  url       text CHECK (url ~ '^https?://'),
  note      localised NOT NULL DEFAULT '{}',
  PRIMARY KEY (programme, position)
);

CREATE TABLE programme_partner (
  programme text NOT NULL REFERENCES programme, position integer NOT NULL,
  partner text REFERENCES partner, organisation text REFERENCES organisation, network text REFERENCES network,
  role text NOT NULL CHECK (role IN ('funder', 'lead', 'implementer', 'host', 'partner')),
  PRIMARY KEY (programme, position),
  CHECK (num_nonnulls(partner, organisation, network) = 1)
);

CREATE TABLE programme_document (
  programme text NOT NULL REFERENCES programme, position integer NOT NULL,
  document text NOT NULL REFERENCES document,
  PRIMARY KEY (programme, position)
);

CREATE TABLE project (
  LIKE record_base INCLUDING ALL,
  source             text REFERENCES source,
  reference          text UNIQUE, -- the office's own number
  programme          text REFERENCES programme,
  agreement          text REFERENCES agreement,
  state              text NOT NULL DEFAULT 'running' CHECK (state IN ('planned', 'running', 'suspended', 'finished', 'abandoned')),
  priorities         text[] NOT NULL DEFAULT '{}',
  themes             text[] NOT NULL DEFAULT '{}',
  goals              text[] NOT NULL DEFAULT '{}',
  targets            text[] NOT NULL DEFAULT '{}',
  planned_start      partial_date,
  planned_end        partial_date,
  actual_start       partial_date,
  actual_end         partial_date,
  budget_cents       cents,
  currency           currency_code NOT NULL DEFAULT 'EUR',
  gender_marker      smallint CHECK (gender_marker BETWEEN 0 AND 2),     -- OECD DAC: 0 not targeted, 1 significant, 2 principal
  mitigation_marker  smallint CHECK (mitigation_marker BETWEEN 0 AND 2),
  adaptation_marker  smallint CHECK (adaptation_marker BETWEEN 0 AND 2),
  humanitarian       boolean NOT NULL DEFAULT false,
  website            text CHECK (website ~ '^https?://'),
  interpretation     localised NOT NULL DEFAULT '{}', -- what was read into the source, for a reader to judge
  CHECK (planned_start IS NULL OR planned_end IS NULL OR planned_start <= planned_end),
  CHECK (actual_start IS NULL OR actual_end IS NULL OR actual_start <= actual_end)
);
CREATE INDEX project_programme ON project (programme);
CREATE INDEX project_status_name ON project (status, id);
CREATE INDEX project_themes ON project USING gin (themes);

CREATE TABLE project_country (
  project text NOT NULL REFERENCES project, position integer NOT NULL,
  country text NOT NULL REFERENCES country,
  percentage numeric(7, 4) CHECK (percentage > 0 AND percentage <= 100),
  PRIMARY KEY (project, position), UNIQUE (project, country)
);
CREATE INDEX project_country_country ON project_country (country);

CREATE TABLE project_place (
  project text NOT NULL REFERENCES project, position integer NOT NULL,
  place text NOT NULL REFERENCES place,
  note localised NOT NULL DEFAULT '{}',
  PRIMARY KEY (project, position), UNIQUE (project, place)
);
CREATE INDEX project_place_place ON project_place (place);

CREATE TABLE project_sector (
  project text NOT NULL REFERENCES project, position integer NOT NULL,
  sector text NOT NULL, -- OECD DAC purpose code, five digits
  vocabulary text NOT NULL GENERATED ALWAYS AS ('dac-sector') STORED,
  percentage numeric(7, 4) CHECK (percentage > 0 AND percentage <= 100),
  PRIMARY KEY (project, position), UNIQUE (project, sector),
  FOREIGN KEY (vocabulary, sector) REFERENCES term
);

CREATE TABLE project_partner (
  project text NOT NULL REFERENCES project, position integer NOT NULL,
  partner text REFERENCES partner, organisation text REFERENCES organisation, network text REFERENCES network,
  role text NOT NULL CHECK (role IN ('funder', 'accountable', 'lead', 'implementer', 'partner', 'beneficiary')),
  PRIMARY KEY (project, position),
  CHECK (num_nonnulls(partner, organisation, network) = 1)
);
CREATE INDEX project_partner_partner ON project_partner (partner);
CREATE INDEX project_partner_organisation ON project_partner (organisation);

CREATE TABLE project_funder (
  project text NOT NULL REFERENCES project, position integer NOT NULL,
  organisation text REFERENCES organisation, partner text REFERENCES partner, network text REFERENCES network,
  amount_cents cents,
  currency currency_code NOT NULL DEFAULT 'EUR',
  status text NOT NULL CHECK (status IN ('requested', 'confirmed', 'received', 'refused')),
  in_kind boolean NOT NULL DEFAULT false,
  PRIMARY KEY (project, position),
  CHECK (num_nonnulls(partner, organisation, network) = 1)
);

CREATE TABLE project_result (
  project text NOT NULL REFERENCES project, position integer NOT NULL,
  indicator localised NOT NULL DEFAULT '{}' CHECK (indicator <> '{}'),
  unit localised NOT NULL DEFAULT '{}',
  definition localised NOT NULL DEFAULT '{}',
  ascending boolean NOT NULL DEFAULT true,
  baseline_value numeric, baseline_year integer,
  target_value numeric, target_on partial_date,
  actual_value numeric, actual_on partial_date,
  PRIMARY KEY (project, position),
  CHECK (baseline_value IS NULL OR baseline_year IS NOT NULL),
  CHECK (actual_value IS NULL OR actual_on IS NOT NULL)
);

CREATE TABLE project_media (
  project text NOT NULL REFERENCES project, position integer NOT NULL,
  media text NOT NULL REFERENCES media,
  PRIMARY KEY (project, position)
);
CREATE TABLE project_document (
  project text NOT NULL REFERENCES project, position integer NOT NULL,
  document text NOT NULL REFERENCES document,
  PRIMARY KEY (project, position)
);

-- A grant awarded. A grant is a schedule: tranches per year and budget source.
CREATE TABLE award (
  LIKE record_base INCLUDING ALL,
  source           text REFERENCES source,
  organisation     text NOT NULL REFERENCES organisation,
  programme        text REFERENCES programme,
  project          text REFERENCES project,
  deliberation     text,
  awarded_on       partial_date NOT NULL CHECK (awarded_on IS NOT NULL),
  amount_cents     cents NOT NULL CHECK (amount_cents IS NOT NULL),
  currency         currency_code NOT NULL DEFAULT 'EUR',
  -- The source gives a yearly total per beneficiary, not each grant: the purpose is then one of several.
  aggregate        boolean NOT NULL DEFAULT false,
  aggregated_count integer CHECK (aggregated_count > 0),
  activity_sectors text[] NOT NULL DEFAULT '{}',
  CHECK (aggregate OR aggregated_count IS NULL)
);
CREATE INDEX award_organisation ON award (organisation);
CREATE INDEX award_project ON award (project);
CREATE INDEX award_programme ON award (programme);

CREATE TABLE award_tranche (
  award text NOT NULL REFERENCES award, position integer NOT NULL,
  year integer NOT NULL CHECK (year BETWEEN 1900 AND 2200),
  budget_source text NOT NULL,
  vocabulary text NOT NULL GENERATED ALWAYS AS ('budget-source') STORED,
  amount_cents cents NOT NULL CHECK (amount_cents IS NOT NULL),
  PRIMARY KEY (award, position), UNIQUE (award, year, budget_source),
  FOREIGN KEY (vocabulary, budget_source) REFERENCES term
);

-- The schedule, where there is one, adds up to the award.
CREATE FUNCTION award_tranches_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE award_id text := coalesce(to_jsonb(NEW) ->> 'award', to_jsonb(OLD) ->> 'award', to_jsonb(NEW) ->> 'id');
BEGIN
  IF EXISTS (
    SELECT 1 FROM award a JOIN award_tranche t ON t.award = a.id
    WHERE a.id = award_id GROUP BY a.id, a.amount_cents HAVING sum(t.amount_cents) <> a.amount_cents
  ) THEN
    RAISE EXCEPTION 'the tranches do not add up to the amount of award %', award_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'award_tranches_add_up';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER award_tranches_add_up AFTER INSERT OR UPDATE ON award
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION award_tranches_add_up();
CREATE CONSTRAINT TRIGGER award_tranches_add_up AFTER INSERT OR UPDATE OR DELETE ON award_tranche
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION award_tranches_add_up();

-- A published figure: value, unit, date, definition (description), perimeter, source, the words it was read from.
CREATE TABLE figure (
  LIKE record_base INCLUDING ALL,
  source         text NOT NULL REFERENCES source,
  series         text NOT NULL CHECK (series ~ '^[a-z0-9]+(-[a-z0-9]+)*$'), -- figures of one series measure the same thing and may contradict each other
  value          numeric NOT NULL,
  qualifier      text NOT NULL DEFAULT 'exact' CHECK (qualifier IN ('exact', 'about', 'more_than', 'less_than', 'at_most')),
  measure        text NOT NULL DEFAULT 'count' CHECK (measure IN ('count', 'money', 'percent', 'area', 'mass', 'temperature')),
  currency       currency_code,
  unit           localised NOT NULL DEFAULT '{}' CHECK (unit <> '{}'),
  as_of          partial_date NOT NULL CHECK (as_of IS NOT NULL),
  period_start   partial_date,
  period_end     partial_date,
  perimeter      localised NOT NULL DEFAULT '{}' CHECK (perimeter <> '{}'),
  interpreted    boolean NOT NULL DEFAULT false,
  interpretation localised NOT NULL DEFAULT '{}',
  network        text REFERENCES network,
  programme      text REFERENCES programme,
  project        text REFERENCES project,
  partner        text REFERENCES partner,
  counter        text CHECK (counter IN ('partners', 'agreements', 'networks', 'projects', 'countries', 'awards')),
  featured       boolean NOT NULL DEFAULT false,
  CHECK (description <> '{}'),
  CHECK (quote IS NOT NULL),
  CHECK ((measure = 'money') = (currency IS NOT NULL)),
  CHECK (NOT interpreted OR interpretation <> '{}')
);
CREATE INDEX figure_series ON figure (series);

-- Tags are codes of a vocabulary. Arguments: column, vocabulary, column, vocabulary…
CREATE FUNCTION check_terms() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE codes text[]; unknown text;
BEGIN
  FOR i IN 0 .. TG_NARGS / 2 - 1 LOOP
    EXECUTE format('SELECT ($1).%I', TG_ARGV[2 * i]) INTO codes USING NEW;
    SELECT c INTO unknown FROM unnest(codes) c
      WHERE NOT EXISTS (SELECT 1 FROM term t WHERE t.vocabulary = TG_ARGV[2 * i + 1] AND t.code = c) LIMIT 1;
    IF unknown IS NOT NULL THEN
      RAISE EXCEPTION 'unknown code % in %', unknown, TG_ARGV[2 * i]
        USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME, COLUMN = TG_ARGV[2 * i];
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER network_terms BEFORE INSERT OR UPDATE OF themes ON network
  FOR EACH ROW EXECUTE FUNCTION check_terms('themes', 'theme');
CREATE TRIGGER partner_terms BEFORE INSERT OR UPDATE OF themes ON partner
  FOR EACH ROW EXECUTE FUNCTION check_terms('themes', 'theme');
CREATE TRIGGER agreement_terms BEFORE INSERT OR UPDATE OF themes, goals ON agreement
  FOR EACH ROW EXECUTE FUNCTION check_terms('themes', 'theme', 'goals', 'sdg-goal');
CREATE TRIGGER programme_terms BEFORE INSERT OR UPDATE OF themes, goals, priorities ON programme
  FOR EACH ROW EXECUTE FUNCTION check_terms('themes', 'theme', 'goals', 'sdg-goal', 'priorities', 'priority');
CREATE TRIGGER project_terms BEFORE INSERT OR UPDATE OF themes, goals, targets, priorities ON project
  FOR EACH ROW EXECUTE FUNCTION check_terms('themes', 'theme', 'goals', 'sdg-goal', 'targets', 'sdg-target', 'priorities', 'priority');

-- What search reads: one row per record and language, kept by the same transaction as the record.
CREATE TABLE search_entry (
  kind   text NOT NULL,
  record text NOT NULL,
  locale text NOT NULL,
  status text NOT NULL,
  title  text NOT NULL,
  body   text NOT NULL,
  folded text NOT NULL GENERATED ALWAYS AS (fold(title)) STORED,
  words  tsvector NOT NULL,
  PRIMARY KEY (kind, record, locale)
);
CREATE INDEX search_entry_words ON search_entry USING gin (words);
CREATE INDEX search_entry_folded ON search_entry USING gin (folded gin_trgm_ops);

CREATE FUNCTION index_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE config regconfig := CASE NEW.locale WHEN 'fr' THEN 'french_folded' WHEN 'en' THEN 'english_folded' ELSE 'simple' END;
BEGIN
  NEW.words := setweight(to_tsvector(config, NEW.title), 'A') || setweight(to_tsvector(config, NEW.body), 'C');
  RETURN NEW;
END $$;
CREATE TRIGGER search_entry_words BEFORE INSERT OR UPDATE ON search_entry FOR EACH ROW EXECUTE FUNCTION index_words();
