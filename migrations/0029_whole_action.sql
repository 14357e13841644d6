-- The rest of a city's international action: events and visits, honours and prizes, missions of experts, advice given.
-- Two new ideas: a field that stays in the office (its column is in no view of "published"), and a kind that does.

-- The public view of a table, without the columns that stay in the office. Lines are named <record>_<item>.
CREATE FUNCTION make_published_view(t text, hidden text[] DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
DECLARE columns text; owner text := CASE WHEN strpos(t, '_') > 0 THEN split_part(t, '_', 1) END;
BEGIN
  SELECT string_agg(format('c.%I', attname), ', ' ORDER BY attnum) INTO columns
    FROM pg_attribute WHERE attrelid = format('public.%I', t)::regclass AND attnum > 0 AND NOT attisdropped AND NOT attname = ANY (hidden);
  EXECUTE format('DROP VIEW IF EXISTS published.%I', t);
  IF owner IS NULL THEN
    EXECUTE format('CREATE VIEW published.%1$I AS SELECT %2$s FROM public.%1$I c WHERE c.status = ''published''', t, columns);
  ELSE
    EXECUTE format('CREATE VIEW published.%1$I AS SELECT %2$s FROM public.%1$I c JOIN public.%3$I r ON r.id = c.%3$I AND r.status = ''published''', t, columns, owner);
  END IF;
END $$;

-- Which public columns of a kind and its lines refer to records: what publication is checked by. Lines that have no public view are left out.
CREATE FUNCTION collect_references(kind text, hidden text[] DEFAULT '{}') RETURNS void LANGUAGE sql AS $$
  DELETE FROM reference_column WHERE owner_table = kind;
  INSERT INTO reference_column
  SELECT c.relname, a.attname, kind, CASE WHEN c.relname = kind THEN 'id' ELSE kind END, f.relname
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
  JOIN pg_class p ON p.relname = c.relname AND p.relnamespace = 'published'::regnamespace
  WHERE k.contype = 'f' AND c.relnamespace = 'public'::regnamespace AND array_length(k.conkey, 1) = 1
    AND (c.relname = kind OR split_part(c.relname, '_', 1) = kind) AND NOT (c.relname <> kind AND a.attname = kind)
    AND NOT a.attname = ANY (hidden)
    AND EXISTS (SELECT 1 FROM pg_attribute s WHERE s.attrelid = f.oid AND s.attname = 'published_at');
$$;

-- The codes of a table's vocabularies, as one trigger whose queries are planned once. Arguments: column, vocabulary, column, vocabulary…
CREATE FUNCTION check_codes(t text, VARIADIC args text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE body text := ''; columns text := ''; i integer;
BEGIN
  FOR i IN 1 .. array_length(args, 1) / 2 LOOP
    columns := columns || CASE WHEN i = 1 THEN '' ELSE ', ' END || format('%I', args[2 * i - 1]);
    body := body || format($b$ IF cardinality(NEW.%1$I) > 0 THEN
      SELECT c INTO unknown FROM unnest(NEW.%1$I) c WHERE NOT EXISTS (SELECT 1 FROM term t WHERE t.vocabulary = %2$L AND t.code = c) LIMIT 1;
      IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'unknown code %% in %%', unknown, %1$L USING ERRCODE = 'foreign_key_violation', TABLE = %3$L, COLUMN = %1$L;
      END IF; END IF; $b$, args[2 * i - 1], args[2 * i], t);
  END LOOP;
  EXECUTE format('CREATE OR REPLACE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS $f$ DECLARE unknown text; BEGIN %s RETURN NEW; END $f$', 'check_terms_of_' || t, body);
  EXECUTE format('DROP TRIGGER IF EXISTS %I ON %I', t || '_terms', t);
  EXECUTE format('CREATE TRIGGER %I BEFORE INSERT OR UPDATE OF %s ON %I FOR EACH ROW EXECUTE FUNCTION %I()', t || '_terms', columns, t, 'check_terms_of_' || t);
END $$;

-- Visits, ceremonies, festivals, summits. ("event" is the log.)
CREATE TABLE occasion (
  LIKE record_base INCLUDING ALL,
  source      text REFERENCES source,
  type        text NOT NULL CHECK (type IN ('state_visit', 'city_meeting', 'delegation', 'technical_visit', 'reception', 'commemoration', 'celebration', 'cultural', 'conference', 'summit', 'sport', 'ceremony', 'school')),
  direction   text NOT NULL DEFAULT 'here' CHECK (direction IN ('here', 'abroad', 'online')), -- received by the city, or by others
  state       text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'confirmed', 'held', 'postponed', 'cancelled')),
  audience    text NOT NULL DEFAULT 'public' CHECK (audience IN ('public', 'invitation', 'closed')),
  starts_on   partial_date NOT NULL CHECK (starts_on IS NOT NULL),
  ends_on     partial_date,
  starts_at   instant, -- where the hour is known
  ends_at     instant,
  parent      text REFERENCES occasion,           -- the month, the festival that it is a part of
  programme   text REFERENCES programme,          -- what comes back each year
  purpose     localised NOT NULL DEFAULT '{}',
  outcome     localised NOT NULL DEFAULT '{}',    -- what came of it, for all to read
  attendance  integer CHECK (attendance >= 0),
  priorities  text[] NOT NULL DEFAULT '{}',
  themes      text[] NOT NULL DEFAULT '{}',
  goals       text[] NOT NULL DEFAULT '{}',
  website     text CHECK (website ~ '^https?://'),
  protocol    text,                               -- stays in the office, like the notes and the follow-up
  notes       text,
  sensitive   boolean NOT NULL DEFAULT false,     -- its being known would put someone at risk
  CHECK (parent IS NULL OR parent <> id),
  CHECK (ends_on IS NULL OR left(starts_on, length(ends_on)) <= ends_on),
  CHECK (starts_at IS NULL OR ends_at IS NULL OR starts_at <= ends_at),
  CONSTRAINT sensitive_occasion_is_not_public CHECK (NOT (sensitive AND status = 'published'))
);
CREATE INDEX occasion_starts ON occasion (starts_on);
CREATE INDEX occasion_programme ON occasion (programme);
CREATE INDEX occasion_parent ON occasion (parent);
CREATE TABLE occasion_place (
  occasion text NOT NULL REFERENCES occasion, position integer NOT NULL,
  place    text NOT NULL REFERENCES place,
  venue    localised NOT NULL DEFAULT '{}',
  PRIMARY KEY (occasion, position)
);
CREATE INDEX occasion_place_place ON occasion_place (place);
CREATE TABLE occasion_actor (
  occasion text NOT NULL REFERENCES occasion, position integer NOT NULL,
  partner text REFERENCES partner, organisation text REFERENCES organisation, network text REFERENCES network,
  person  text, -- a public figure, in public
  role    text NOT NULL CHECK (role IN ('organiser', 'co_organiser', 'host', 'guest', 'delegation', 'speaker', 'supporter')),
  note    localised NOT NULL DEFAULT '{}',
  PRIMARY KEY (occasion, position),
  CHECK (num_nonnulls(partner, organisation, network, person) = 1)
);
CREATE INDEX occasion_actor_partner ON occasion_actor (partner);
CREATE INDEX occasion_actor_organisation ON occasion_actor (organisation);
CREATE TABLE occasion_link (
  occasion text NOT NULL REFERENCES occasion, position integer NOT NULL,
  project text REFERENCES project, award text REFERENCES award, agreement text REFERENCES agreement,
  note    localised NOT NULL DEFAULT '{}',
  PRIMARY KEY (occasion, position),
  CHECK (num_nonnulls(project, award, agreement) = 1)
);
CREATE INDEX occasion_link_project ON occasion_link (project);
CREATE INDEX occasion_link_award ON occasion_link (award);
CREATE TABLE occasion_follow_up (
  occasion text NOT NULL REFERENCES occasion, position integer NOT NULL,
  task text NOT NULL CHECK (task <> ''), owner text, due_on partial_date, done_on partial_date,
  PRIMARY KEY (occasion, position)
);
CREATE TABLE occasion_media (occasion text NOT NULL REFERENCES occasion, position integer NOT NULL, media text NOT NULL REFERENCES media, PRIMARY KEY (occasion, position));
CREATE TABLE occasion_document (occasion text NOT NULL REFERENCES occasion, position integer NOT NULL, document text NOT NULL REFERENCES document, PRIMARY KEY (occasion, position));

-- What the city honours, and the distinctions that it receives. Whoever is at risk is not here in public: the record stays.
CREATE TABLE honour (
  LIKE record_base INCLUDING ALL,
  source       text REFERENCES source,
  type         text NOT NULL CHECK (type IN ('honorary_citizenship', 'medal', 'distinction_received')),
  recipient    text NOT NULL DEFAULT 'person' CHECK (recipient IN ('person', 'persons', 'legal_person', 'city', 'this_city')),
  posthumous   boolean NOT NULL DEFAULT false,
  state        text NOT NULL DEFAULT 'voted' CHECK (state IN ('proposed', 'voted', 'handed', 'received', 'withdrawn')),
  partner      text REFERENCES partner,
  organisation text REFERENCES organisation,
  country      text REFERENCES country,
  giver        localised NOT NULL DEFAULT '{}',
  reason       localised NOT NULL DEFAULT '{}',
  proposed_on  partial_date,
  voted_on     partial_date,
  deliberation text,
  handed_on    partial_date,
  occasion     text REFERENCES occasion, -- where it was handed over
  received_on  partial_date,
  withdrawn_on partial_date,
  withdrawal   localised NOT NULL DEFAULT '{}',
  themes       text[] NOT NULL DEFAULT '{}',
  website      text CHECK (website ~ '^https?://'),
  at_risk      boolean NOT NULL DEFAULT false,
  notes        text,
  CHECK ((type = 'distinction_received') = (recipient = 'this_city')),
  CHECK ((type = 'distinction_received') = (state = 'received')),
  CHECK (recipient <> 'city' OR partner IS NOT NULL OR country IS NOT NULL),
  CHECK (proposed_on IS NULL OR voted_on IS NULL OR left(proposed_on, length(voted_on)) <= voted_on),
  CONSTRAINT honour_withdrawn_says_when_and_why CHECK (state <> 'withdrawn' OR (withdrawn_on IS NOT NULL AND withdrawal <> '{}')),
  CONSTRAINT honour_at_risk_is_not_public CHECK (NOT (at_risk AND status = 'published'))
);
CREATE TABLE honour_media (honour text NOT NULL REFERENCES honour, position integer NOT NULL, media text NOT NULL REFERENCES media, PRIMARY KEY (honour, position));
CREATE TABLE honour_document (honour text NOT NULL REFERENCES honour, position integer NOT NULL, document text NOT NULL REFERENCES document, PRIMARY KEY (honour, position));

-- A prize that comes back: the city gives it, hosts it or stands by it.
CREATE TABLE prize (
  LIKE record_base INCLUDING ALL,
  source       text REFERENCES source,
  organisation text REFERENCES organisation, -- who gives it
  role         text NOT NULL DEFAULT 'partner' CHECK (role IN ('giver', 'partner', 'host', 'funder')), -- the city's
  programme    text REFERENCES programme,
  since        partial_date,
  until        partial_date,
  recurrence   localised NOT NULL DEFAULT '{}',
  place        text REFERENCES place,
  themes       text[] NOT NULL DEFAULT '{}',
  website      text CHECK (website ~ '^https?://'),
  CHECK (since IS NULL OR until IS NULL OR left(since, length(until)) <= until)
);
CREATE TABLE prize_edition (
  prize text NOT NULL REFERENCES prize, position integer NOT NULL,
  year integer NOT NULL CHECK (year BETWEEN 1900 AND 2200), held_on partial_date, occasion text REFERENCES occasion, note localised NOT NULL DEFAULT '{}',
  PRIMARY KEY (prize, position), UNIQUE (prize, year)
);
CREATE TABLE prize_laureate (
  prize text NOT NULL REFERENCES prize, position integer NOT NULL,
  year integer NOT NULL CHECK (year BETWEEN 1900 AND 2200), person text, organisation text REFERENCES organisation, country text REFERENCES country,
  work localised NOT NULL DEFAULT '{}', distinction localised NOT NULL DEFAULT '{}',
  PRIMARY KEY (prize, position), CHECK (num_nonnulls(person, organisation) = 1)
);
CREATE TABLE prize_media (prize text NOT NULL REFERENCES prize, position integer NOT NULL, media text NOT NULL REFERENCES media, PRIMARY KEY (prize, position));
CREATE TABLE prize_document (prize text NOT NULL REFERENCES prize, position integer NOT NULL, document text NOT NULL REFERENCES document, PRIMARY KEY (prize, position));

-- The pool of experts: people of the services, for the office alone.
CREATE TABLE expert (
  LIKE record_base INCLUDING ALL,
  source         text REFERENCES source,
  organisation   text REFERENCES organisation, -- of a partner agency; otherwise the city's
  service        text,
  post           text,
  skills         text[] NOT NULL DEFAULT '{}',
  countries      text[] NOT NULL DEFAULT '{}', -- where he or she has worked, in words
  yearly_days    numeric(5, 1) CHECK (yearly_days BETWEEN 0 AND 366),
  available_from partial_date,
  email          text,
  phone          text,
  notes          text,
  CONSTRAINT expert_stays_in_the_office CHECK (status <> 'published')
);
CREATE TABLE expert_language (
  expert text NOT NULL REFERENCES expert, position integer NOT NULL,
  language text NOT NULL CHECK (language ~ '^[a-z]{2}$'), level text NOT NULL CHECK (level IN ('basic', 'working', 'fluent', 'native')),
  PRIMARY KEY (expert, position), UNIQUE (expert, language)
);
CREATE TABLE expert_absence (
  expert text NOT NULL REFERENCES expert, position integer NOT NULL,
  starts_on partial_date NOT NULL CHECK (starts_on IS NOT NULL), ends_on partial_date NOT NULL CHECK (ends_on IS NOT NULL), note text,
  PRIMARY KEY (expert, position), CHECK (left(starts_on, length(ends_on)) <= ends_on)
);

-- A mission: who goes is the office's; where, for what, at what cost and with what result is everybody's.
CREATE TABLE mission (
  LIKE record_base INCLUDING ALL,
  source         text REFERENCES source,
  reference      text UNIQUE, -- number of the order of mission
  type           text NOT NULL CHECK (type IN ('expertise', 'training', 'study_visit', 'evaluation', 'reception')),
  state          text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'ordered', 'under_way', 'done', 'cancelled')),
  partner        text REFERENCES partner,
  project        text REFERENCES project,
  agreement      text REFERENCES agreement,
  programme      text REFERENCES programme,
  country        text REFERENCES country,
  place          text REFERENCES place,
  starts_on      partial_date NOT NULL CHECK (starts_on IS NOT NULL),
  ends_on        partial_date,
  skills         text[] NOT NULL DEFAULT '{}',
  themes         text[] NOT NULL DEFAULT '{}',
  currency       currency_code NOT NULL DEFAULT 'EUR',
  purpose        localised NOT NULL DEFAULT '{}',
  results        localised NOT NULL DEFAULT '{}',
  report         text REFERENCES document,
  ordered_on     partial_date,
  ordered_by     text,
  safety         text NOT NULL DEFAULT 'unchecked' CHECK (safety IN ('unchecked', 'normal', 'vigilance', 'advised_against', 'forbidden')),
  safety_on      partial_date,
  safety_note    text,
  notes          text,
  CHECK (ends_on IS NULL OR left(starts_on, length(ends_on)) <= ends_on),
  CONSTRAINT mission_ordered_before_it_leaves CHECK (state NOT IN ('ordered', 'under_way', 'done') OR ordered_on IS NOT NULL),
  CONSTRAINT mission_safety_checked CHECK (state NOT IN ('ordered', 'under_way') OR (safety NOT IN ('unchecked', 'forbidden') AND safety_on IS NOT NULL))
);
CREATE INDEX mission_partner ON mission (partner);
CREATE INDEX mission_project ON mission (project);
-- Work given, valued: the city's contribution in kind. Cents a day, of the city's own scale.
CREATE TABLE mission_work (
  mission text NOT NULL REFERENCES mission, position integer NOT NULL,
  service text NOT NULL CHECK (service <> ''), skill text, people integer CHECK (people > 0),
  days numeric(7, 1) NOT NULL CHECK (days > 0), day_cents cents,
  PRIMARY KEY (mission, position)
);
CREATE TABLE mission_cost (
  mission text NOT NULL REFERENCES mission, position integer NOT NULL,
  type text NOT NULL CHECK (type IN ('travel', 'lodging', 'allowance', 'interpreting', 'equipment', 'other')),
  amount_cents cents NOT NULL CHECK (amount_cents IS NOT NULL),
  organisation text REFERENCES organisation, -- who pays it, where it is not the city
  PRIMARY KEY (mission, position)
);
CREATE TABLE mission_funder (
  mission text NOT NULL REFERENCES mission, position integer NOT NULL,
  organisation text REFERENCES organisation, partner text REFERENCES partner, network text REFERENCES network,
  amount_cents cents, currency currency_code NOT NULL DEFAULT 'EUR',
  status text NOT NULL CHECK (status IN ('requested', 'confirmed', 'received', 'refused')), in_kind boolean NOT NULL DEFAULT false,
  PRIMARY KEY (mission, position), CHECK (num_nonnulls(partner, organisation, network) = 1)
);
CREATE TABLE mission_expert (
  mission text NOT NULL REFERENCES mission, position integer NOT NULL,
  expert text NOT NULL REFERENCES expert, role text, starts_on partial_date, ends_on partial_date,
  PRIMARY KEY (mission, position), UNIQUE (mission, expert), CHECK (starts_on IS NULL OR ends_on IS NULL OR left(starts_on, length(ends_on)) <= ends_on)
);

-- A case of advice: who asked what, what was answered, for the office alone.
CREATE TABLE advice (
  LIKE record_base INCLUDING ALL,
  source        text REFERENCES source,
  organisation  text REFERENCES organisation,
  applicant     text,
  type          text NOT NULL CHECK (type IN ('european_fund', 'call', 'partner_search', 'legal', 'project_design', 'other')),
  state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'waiting', 'answered', 'referred', 'closed')),
  channel       text NOT NULL DEFAULT 'email' CHECK (channel IN ('email', 'phone', 'meeting', 'event', 'letter')),
  asked_on      partial_date NOT NULL CHECK (asked_on IS NOT NULL),
  answered_on   partial_date,
  answer        text,
  referred_to   text REFERENCES organisation,
  programme     text REFERENCES programme,
  call          text REFERENCES call,
  project       text REFERENCES project,
  minutes       integer CHECK (minutes >= 0),
  next_on       partial_date,
  CHECK (answered_on IS NULL OR left(asked_on, length(answered_on)) <= answered_on),
  CONSTRAINT advice_answered_says_when CHECK (state NOT IN ('answered', 'closed') OR answered_on IS NOT NULL),
  CONSTRAINT advice_referred_says_to_whom CHECK (state <> 'referred' OR referred_to IS NOT NULL),
  CONSTRAINT advice_stays_in_the_office CHECK (status <> 'published')
);
CREATE TABLE advice_step (
  advice text NOT NULL REFERENCES advice, position integer NOT NULL,
  dated_on partial_date NOT NULL CHECK (dated_on IS NOT NULL), note text NOT NULL CHECK (note <> ''),
  PRIMARY KEY (advice, position)
);

SELECT check_codes('occasion', 'themes', 'theme', 'goals', 'sdg-goal', 'priorities', 'priority'), check_codes('honour', 'themes', 'theme'),
       check_codes('prize', 'themes', 'theme'), check_codes('mission', 'themes', 'theme', 'skills', 'skill'), check_codes('expert', 'skills', 'skill');

SELECT make_published_view('occasion', '{protocol,notes,sensitive}'), make_published_view('honour', '{at_risk,notes}'), make_published_view('prize'),
       make_published_view('mission', '{ordered_on,ordered_by,safety,safety_on,safety_note,notes}');
SELECT make_published_view(t) FROM unnest(ARRAY['occasion_place', 'occasion_actor', 'occasion_link', 'occasion_media', 'occasion_document', 'honour_media', 'honour_document',
  'prize_edition', 'prize_laureate', 'prize_media', 'prize_document', 'mission_work', 'mission_cost', 'mission_funder']) t;
SELECT collect_references('occasion'), collect_references('honour'), collect_references('prize'), collect_references('mission');
SELECT make_publication_checks();
