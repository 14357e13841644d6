-- The money that pages show: what was planned for a year stands beside what was paid in it; what the register counted each
-- night stands beside what was published.

-- The city's own money, in cents, one row for each act and each source and country of it. Never what others report or
-- grant. `voted`: by the assembly, in the year of the vote. `agreed`: by signed agreements that are not cancelled, with
-- their amendments, in the year of the signature. `scheduled`: what schedules plan to pay, in the year they plan it for. `paid` and `recovered`: in their own years. `reported_…`: what the
-- city's own IATI file said of projects that came in by it; it may speak of the same euros as the others, and is never
-- added to them.
CREATE OR REPLACE VIEW published.money_flow AS
  SELECT f.measure, f.year, f.source, coalesce(f.programme, p.programme) AS programme, coalesce(f.country, s.country) AS country, f.currency,
         f.project, f.award, coalesce(p.themes, '{}') AS themes, f.demo,
         CASE WHEN s.country IS NULL THEN f.cents ELSE share_of(f.cents, s.upto, s.whole) - share_of(f.cents, s.upto - s.weight, s.whole) END AS cents
  FROM (
    SELECT 'voted'::text AS measure, year_of(a.awarded_on) AS year, t.budget_source AS source, a.programme, NULL::text AS country, a.currency::text, a.project, a.id AS award,
           a.demo, coalesce(t.amount_cents, a.amount_cents)::bigint AS cents
    FROM published.award a LEFT JOIN public.award_tranche t ON t.award = a.id
    WHERE NOT EXISTS (SELECT FROM public."grant" g WHERE g.award = a.id)
    UNION ALL
    SELECT 'voted', extract(year FROM g.voted_on)::integer, e.source, g.programme, NULL, g.currency, g.project, g.award, g.demo, v.amount_cents
    FROM published."grant" g JOIN public."grant" i ON i.id = g.id JOIN public.proposal v ON v.application = i.application JOIN public.envelope e ON e.id = v.envelope
    UNION ALL
    SELECT 'agreed', extract(year FROM g.signed_on)::integer, t.source, g.programme, NULL, g.currency, g.project, g.award, g.demo, t.amount_cents
    FROM published."grant" g JOIN public.tranche t ON t."grant" = g.id WHERE g.agreed_cents > 0 AND t.amount_cents > 0
    UNION ALL
    -- Signed elsewhere than on the platform.
    SELECT 'agreed', year_of(a.agreed_on), t.budget_source, a.programme, NULL, a.currency, a.project, a.id, a.demo, coalesce(t.amount_cents, a.amount_cents)
    FROM published.award a LEFT JOIN public.award_tranche t ON t.award = a.id
    WHERE a.agreed_on IS NOT NULL AND NOT EXISTS (SELECT FROM public."grant" g WHERE g.award = a.id)
    UNION ALL
    SELECT 'scheduled', t.year, t.source, g.programme, NULL, g.currency, g.project, g.award, g.demo, t.amount_cents
    FROM published."grant" g JOIN public.tranche t ON t."grant" = g.id WHERE g.agreed_cents > 0 AND t.amount_cents > 0
    UNION ALL
    SELECT 'scheduled', t.year, t.budget_source, a.programme, NULL, a.currency, a.project, a.id, a.demo, t.amount_cents
    FROM published.award a JOIN public.award_tranche t ON t.award = a.id WHERE NOT EXISTS (SELECT FROM public."grant" g WHERE g.award = a.id)
    UNION ALL
    SELECT 'paid', extract(year FROM p.paid_on)::integer, p.source, g.programme, NULL, g.currency, g.project, g.award, g.demo, p.amount_cents
    FROM published.payment p JOIN published."grant" g ON g.id = p."grant"
    UNION ALL
    SELECT 'recovered', extract(year FROM v.received_on)::integer, e.source, g.programme, NULL, g.currency, g.project, g.award, g.demo, v.amount_cents
    FROM published.recovery v JOIN public.recovery i ON i.id = v.id JOIN public.envelope e ON e.id = i.envelope JOIN published."grant" g ON g.id = v."grant"
    UNION ALL
    SELECT CASE t.type WHEN '2' THEN 'reported_committed' WHEN '3' THEN 'reported_disbursed' ELSE 'reported_spent' END,
           extract(year FROM t.dated_on)::integer, NULL, NULL, t.country, t.currency, t.project, NULL, false, t.amount_cents
    FROM published.reported_transaction t JOIN public.reported_activity y ON y.project = t.project AND y.own WHERE t.type IN ('2', '3', '4')
  ) f
  LEFT JOIN published.project p ON p.id = f.project
  LEFT JOIN published.project_share s ON s.project = f.project AND f.country IS NULL
  WHERE p.reported_by IS NULL;

-- What the register counted of what is public, once a day: drift that nobody would see otherwise. Money in whole cents.
CREATE TABLE counter_day (
  day     date NOT NULL,
  counter text NOT NULL CHECK (counter ~ '^[a-z]+(\.[a-z0-9-]+)*$'),
  value   bigint NOT NULL,
  PRIMARY KEY (counter, day)
);
CREATE VIEW published.counter_day AS SELECT * FROM public.counter_day;

-- A published amount is compared with what the register adds up: all years of the figure's period, or the year of its date.
ALTER TABLE figure DROP CONSTRAINT figure_counter_check;
ALTER TABLE figure ADD CONSTRAINT figure_counter_check CHECK (counter IN ('partners', 'agreements', 'networks', 'projects', 'countries', 'awards', 'awarded', 'awarded_year'));
ALTER TABLE figure ADD CONSTRAINT figure_counter_of_measure CHECK (counter IS NULL OR (counter LIKE 'awarded%') = (measure = 'money'));
