-- Technical cooperation, plans and European funds in depth: what a plan is made of, what a fund gives and where, how one
-- scheme came of the review of another; the days of each expert; what a mission is worth.

ALTER TABLE programme DROP CONSTRAINT programme_type_check;
ALTER TABLE programme ADD CONSTRAINT programme_type_check CHECK (type IN ('scheme', 'call', 'label', 'plan', 'strategy', 'european_fund',
  'cultural', 'network_programme', 'cooperation', 'emergency', 'reception'));
ALTER TABLE programme
  ADD COLUMN fund text CHECK (fund IN ('esf', 'erdf', 'erdf_esf', 'interreg', 'direct', 'other')),
  ADD COLUMN managing_authority text REFERENCES organisation,
  ADD COLUMN programming_period text CHECK (programming_period ~ '^\d{4}-\d{4}$' AND left(programming_period, 4) <= right(programming_period, 4)),
  ADD COLUMN envelope_cents cents,
  ADD COLUMN envelope_qualifier text NOT NULL DEFAULT 'exact' CHECK (envelope_qualifier IN ('exact', 'about', 'more_than', 'less_than', 'at_most'));

-- The axes of a plan, each with what of it reaches beyond the city.
CREATE TABLE programme_axis (
  programme text NOT NULL REFERENCES programme, position integer NOT NULL,
  name          localised NOT NULL CHECK (name <> '{}'),
  description   localised NOT NULL DEFAULT '{}',
  international localised NOT NULL DEFAULT '{}',
  theme         text,
  PRIMARY KEY (programme, position)
);
-- Where a programme acts; a district that is no point on a map is named in words.
CREATE TABLE programme_place (
  programme text NOT NULL REFERENCES programme, position integer NOT NULL,
  name  localised NOT NULL DEFAULT '{}',
  place text REFERENCES place,
  PRIMARY KEY (programme, position),
  CHECK (name <> '{}' OR place IS NOT NULL)
);
-- What was reviewed, decided, begun, ended. `follows`: the programme whose review led to it.
CREATE TABLE programme_decision (
  programme text NOT NULL REFERENCES programme, position integer NOT NULL,
  type      text NOT NULL CHECK (type IN ('evaluation', 'deliberation', 'launch', 'end')),
  dated_on  partial_date, -- NULL: not known
  document  text REFERENCES document,
  follows   text REFERENCES programme,
  note      localised NOT NULL DEFAULT '{}',
  PRIMARY KEY (programme, position),
  CHECK (follows IS NULL OR follows <> programme)
);
-- The audit trail of a fund, for the office: who looked at what, what was found, how long the papers are kept.
CREATE TABLE programme_control (
  programme text NOT NULL REFERENCES programme, position integer NOT NULL,
  type       text NOT NULL CHECK (type IN ('desk', 'on_the_spot', 'audit', 'certification', 'closure')),
  dated_on   partial_date NOT NULL CHECK (dated_on IS NOT NULL),
  by_whom    text,
  project    text REFERENCES project,
  document   text REFERENCES document,
  finding    text,
  corrected_cents cents,
  keep_until partial_date,
  PRIMARY KEY (programme, position)
);

-- Days that an expert gives to a mission; NULL: the working days between its dates.
ALTER TABLE mission_expert ADD COLUMN days numeric(5, 1) CHECK (days > 0);
CREATE INDEX mission_expert_expert ON mission_expert (expert);
CREATE INDEX mission_starts ON mission (starts_on);
CREATE INDEX mission_programme ON mission (programme);
CREATE INDEX mission_country ON mission (country);
CREATE INDEX advice_asked ON advice (asked_on);

SELECT make_published_view('programme'), make_published_view('programme_axis'), make_published_view('programme_place'), make_published_view('programme_decision');
SELECT collect_references('programme');
SELECT make_publication_checks();

-- What missions that took place are worth: days given valued at the city's rates, what they cost the city, what others
-- paid in cash in the same currency. One row a mission; no sum of money granted: `money_flow` knows nothing of it.
-- Kept equal to src/register/mission/value.ts by a test.
CREATE VIEW published.mission_value AS
  SELECT m.id AS mission, m.project, m.programme, m.country, year_of(m.starts_on) AS year, m.currency, m.demo,
    coalesce(w.days, 0) AS days, coalesce(w.cents, 0)::bigint AS value_cents, coalesce(k.cents, 0)::bigint AS cost_cents, coalesce(f.cents, 0)::bigint AS cofunded_cents
  FROM public.mission m
  LEFT JOIN LATERAL (SELECT sum(days * coalesce(people, 1)) AS days, sum(round(days * coalesce(people, 1) * coalesce(day_cents, 0))) AS cents FROM public.mission_work WHERE mission = m.id) w ON true
  LEFT JOIN LATERAL (SELECT sum(amount_cents) AS cents FROM public.mission_cost WHERE mission = m.id AND organisation IS NULL) k ON true
  LEFT JOIN LATERAL (SELECT sum(amount_cents) AS cents FROM public.mission_funder
    WHERE mission = m.id AND currency = m.currency AND NOT in_kind AND status IN ('confirmed', 'received')) f ON true
  WHERE m.status = 'published' AND m.state = 'done';

-- Of the advice given, the public sees how many cases there were in a year, and nothing of any.
CREATE VIEW published.advice_year AS
  SELECT year_of(asked_on) AS year, demo, count(*)::integer AS cases FROM public.advice WHERE status <> 'archived' GROUP BY 1, 2;
