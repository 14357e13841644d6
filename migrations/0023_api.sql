-- What the API reads that no page reads: what became public, changed or was withdrawn since a mirror last asked; and the
-- money, one row for each country that it went to.

-- The last public change of each record. `event` is its number in the log: writers of the log take turns until they
-- commit, so whoever has read up to a number has missed nothing before it. A draft leaves no trace here.
CREATE TABLE public_change (
  kind   text NOT NULL,
  record text NOT NULL,
  event  bigint NOT NULL,
  at     timestamptz NOT NULL,
  change text NOT NULL CHECK (change IN ('created', 'changed', 'withdrawn')),
  PRIMARY KEY (kind, record)
);
CREATE INDEX public_change_event ON public_change (event, kind, record);

CREATE FUNCTION is_published(kind text, record text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE found boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM published.%I WHERE id = $1)', kind) INTO found USING record;
  RETURN found;
END $$;

CREATE FUNCTION note_public_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  CASE
    -- The acts of a grant that its page and its files show change what its award says.
    WHEN NEW.kind = 'grant' AND NEW.action = ANY (ARRAY['voted', 'scheduled', 'signed', 'commit', 'amended', 'suspend', 'resume', 'close', 'cancel', 'lapse', 'withdraw']) THEN
      UPDATE public_change c SET event = NEW.id, at = NEW.at, change = 'changed'
      FROM "grant" g WHERE g.id::text = NEW.record AND c.kind = 'award' AND c.record = g.award AND c.change <> 'withdrawn';
    WHEN NEW.kind = 'deliberation' AND NEW.action = ANY (ARRAY['adopted', 'dated']) THEN
      UPDATE public_change c SET event = NEW.id, at = NEW.at, change = 'changed'
      FROM "grant" g WHERE g.deliberation::text = NEW.record AND c.kind = 'award' AND c.record = g.award AND c.change <> 'withdrawn';
    WHEN NEW.kind = 'payment' AND NEW.action = ANY (ARRAY['paid', 'recovery_received']) THEN
      UPDATE public_change c SET event = NEW.id, at = NEW.at, change = 'changed'
      FROM "grant" g WHERE c.kind = 'award' AND c.record = g.award AND c.change <> 'withdrawn'
        AND g.id IN (SELECT p."grant" FROM payment p WHERE p.id = NEW.record::uuid UNION ALL SELECT v."grant" FROM recovery v WHERE v.id = NEW.record::uuid);
    WHEN NEW.kind = 'report' AND NEW.action = ANY (ARRAY['accepted', 'waived']) THEN
      UPDATE public_change c SET event = NEW.id, at = NEW.at, change = 'changed'
      FROM report r JOIN "grant" g ON g.id = r."grant" WHERE r.id = NEW.record::uuid AND c.kind = 'award' AND c.record = g.award AND c.change <> 'withdrawn';
    WHEN NEW.kind = ANY (ARRAY['deliberation', 'grant', 'payment', 'report']) OR to_regclass('published.' || quote_ident(NEW.kind)) IS NULL THEN NULL;
    -- The register.
    WHEN NEW.action = 'published' OR NEW.action = 'created' AND is_published(NEW.kind, NEW.record) THEN
      INSERT INTO public_change VALUES (NEW.kind, NEW.record, NEW.id, NEW.at, 'created')
      ON CONFLICT (kind, record) DO UPDATE SET event = NEW.id, at = NEW.at, change = 'created';
    WHEN NEW.action = ANY (ARRAY['withdrawn', 'archived']) THEN
      UPDATE public_change SET event = NEW.id, at = NEW.at, change = 'withdrawn' WHERE kind = NEW.kind AND record = NEW.record AND change <> 'withdrawn';
    ELSE
      UPDATE public_change SET event = NEW.id, at = NEW.at, change = 'changed' WHERE kind = NEW.kind AND record = NEW.record AND change <> 'withdrawn';
  END CASE;
  RETURN NULL;
END $$;

-- What the log tells already: records that are public now, and those that once were.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['source','document','media','place','organisation','network','partner','agreement','programme','project','award','subsidy','figure','call','edition'] LOOP
    EXECUTE format($q$
      INSERT INTO public_change
      SELECT %1$L, e.record, e.id, e.at, CASE WHEN e.action IN ('created', 'published') THEN 'created' ELSE 'changed' END
      FROM (SELECT DISTINCT ON (record) record, id, at, action FROM event WHERE kind = %1$L ORDER BY record, id DESC) e
      WHERE EXISTS (SELECT FROM published.%1$I r WHERE r.id = e.record)
      UNION ALL
      SELECT %1$L, e.record, e.id, e.at, 'withdrawn'
      FROM (SELECT DISTINCT ON (record) record, id, at FROM event WHERE kind = %1$L AND action IN ('withdrawn', 'archived') ORDER BY record, id DESC) e
      WHERE NOT EXISTS (SELECT FROM published.%1$I r WHERE r.id = e.record)
        AND EXISTS (SELECT FROM event p WHERE p.kind = %1$L AND p.record = e.record AND p.action = 'published' AND p.id < e.id) $q$, t);
  END LOOP;
END $$;
CREATE TRIGGER event_public_change AFTER INSERT ON event FOR EACH ROW EXECUTE FUNCTION note_public_change();
CREATE VIEW published.change AS SELECT * FROM public.public_change;

-- What part of a project's money each of its countries has, as whole weights: its part of n cents is
-- share_of(n, upto, whole) - share_of(n, upto - weight, whole). The parts of one amount add up to it to the cent, and each
-- is within one cent of its exact share. Without percentages, the shares are equal.
CREATE VIEW published.project_share AS
  SELECT project, country, weight, sum(weight) OVER (PARTITION BY project ORDER BY position)::bigint AS upto, sum(weight) OVER (PARTITION BY project)::bigint AS whole
  FROM (
    SELECT c.project, c.position, c.country,
           CASE WHEN bool_and(c.percentage IS NULL) OVER (PARTITION BY c.project) THEN 1 ELSE round(coalesce(c.percentage, 0) * 10000)::bigint END AS weight
    FROM published.project_country c
  ) w WHERE weight > 0;
-- n × k / whole without passing 2^63: cents times ten-thousandths would.
CREATE FUNCTION share_of(cents bigint, k bigint, whole bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN cents / whole * k + cents % whole * k / whole;

-- The city's own money, in cents, one row for each act and each source and country of it. Never what others report or
-- grant. `voted`: by the assembly, in the year of the vote. `agreed`: by signed agreements that are not cancelled, with
-- their amendments, in the year of the signature. `paid` and `recovered`: in their own years. `reported_…`: what the
-- city's own IATI file said of projects that came in by it; it may speak of the same euros as the others, and is never
-- added to them.
CREATE VIEW published.money_flow AS
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

-- What the lists of the API are sorted by.
CREATE INDEX project_public_updated ON project (updated_at, id) WHERE status = 'published';
CREATE INDEX award_public_updated ON award (updated_at, id) WHERE status = 'published';
CREATE INDEX organisation_public_updated ON organisation (updated_at, id) WHERE status = 'published';
CREATE INDEX subsidy_public_updated ON subsidy (updated_at, id) WHERE status = 'published';
CREATE INDEX project_public_name ON project (fold(coalesce(name ->> 'fr', name ->> 'en', '')), id) WHERE status = 'published';
CREATE INDEX organisation_public_name ON organisation (fold(coalesce(name ->> 'fr', name ->> 'en', '')), id) WHERE status = 'published';
CREATE INDEX award_public_name ON award (fold(coalesce(name ->> 'fr', name ->> 'en', '')), id) WHERE status = 'published';
CREATE INDEX award_public_amount ON award (amount_cents, id) WHERE status = 'published';
CREATE INDEX award_public_awarded ON award (awarded_on, id) WHERE status = 'published';
