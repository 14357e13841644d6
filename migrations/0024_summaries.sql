-- What a list of projects sorts and filters by, kept instead of added up each time: the amount (the budget, else the
-- grants awarded, in cents) and the years (of the project's dates and of its grants). Twice: with all grants for the
-- office, with the published ones alone for the public.

DROP VIEW published.project_summary;
DROP VIEW public.project_summary;

CREATE TABLE project_summary (
  id                   text PRIMARY KEY REFERENCES project ON DELETE CASCADE,
  awarded_cents        bigint,
  amount_cents         bigint,
  first_year           integer,
  last_year            integer,
  published            boolean NOT NULL DEFAULT false, -- the project is
  public_awarded_cents bigint,
  public_amount_cents  bigint,
  public_first_year    integer,
  public_last_year     integer
);
CREATE VIEW published.project_summary AS
  SELECT id, public_awarded_cents AS awarded_cents, public_amount_cents AS amount_cents, public_first_year AS first_year, public_last_year AS last_year
  FROM public.project_summary WHERE published;

CREATE FUNCTION sum_up_projects(ids text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- Whoever changes another grant of the same project waits here, and then counts what the first has written.
  PERFORM 1 FROM project_summary WHERE id = ANY (ids) ORDER BY id FOR UPDATE;
  UPDATE project_summary s
  SET (awarded_cents, amount_cents, first_year, last_year, published, public_awarded_cents, public_amount_cents, public_first_year, public_last_year)
    = (n.awarded, n.amount, n.first, n.last, n.published, n.public_awarded, n.public_amount, n.public_first, n.public_last)
  FROM (
    SELECT p.id, p.status = 'published' AS published,
           a.cents AS awarded, coalesce(p.budget_cents, a.cents) AS amount, least(d.first, a.first) AS first, greatest(d.last, a.last) AS last,
           a.public_cents AS public_awarded, coalesce(p.budget_cents, a.public_cents) AS public_amount,
           least(d.first, a.public_first) AS public_first, greatest(d.last, a.public_last) AS public_last
    FROM project p
    CROSS JOIN LATERAL (
      SELECT year_of(coalesce(p.actual_start, p.planned_start)) AS first,
             year_of(coalesce(p.actual_end, p.planned_end, p.actual_start, p.planned_start)) AS last
    ) d
    CROSS JOIN LATERAL (
      SELECT sum(w.amount_cents)::bigint AS cents, min(year_of(w.awarded_on)) AS first, max(year_of(w.awarded_on)) AS last,
             (sum(w.amount_cents) FILTER (WHERE w.status = 'published'))::bigint AS public_cents,
             min(year_of(w.awarded_on)) FILTER (WHERE w.status = 'published') AS public_first,
             max(year_of(w.awarded_on)) FILTER (WHERE w.status = 'published') AS public_last
      FROM award w WHERE w.project = p.id
    ) a
    WHERE p.id = ANY (ids)
  ) n
  WHERE n.id = s.id
    AND (s.awarded_cents, s.amount_cents, s.first_year, s.last_year, s.published, s.public_awarded_cents, s.public_amount_cents, s.public_first_year, s.public_last_year)
      IS DISTINCT FROM (n.awarded, n.amount, n.first, n.last, n.published, n.public_awarded, n.public_amount, n.public_first, n.public_last);
END $$;

-- Once a statement, however many rows it writes.
CREATE FUNCTION sum_up_new_projects() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO project_summary (id) SELECT id FROM made;
  PERFORM sum_up_projects(ARRAY(SELECT id::text FROM made));
  RETURN NULL;
END $$;
CREATE FUNCTION sum_up_changed_projects() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids text[] := ARRAY(
  SELECT n.id::text FROM made n JOIN gone o USING (id)
  WHERE (n.status, n.budget_cents, n.planned_start, n.planned_end, n.actual_start, n.actual_end)
    IS DISTINCT FROM (o.status, o.budget_cents, o.planned_start, o.planned_end, o.actual_start, o.actual_end));
BEGIN
  IF cardinality(ids) > 0 THEN PERFORM sum_up_projects(ids); END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION sum_up_projects_of_awards() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids text[];
BEGIN
  CASE TG_OP
    WHEN 'INSERT' THEN ids := ARRAY(SELECT DISTINCT project FROM made WHERE project IS NOT NULL);
    WHEN 'DELETE' THEN ids := ARRAY(SELECT DISTINCT project FROM gone WHERE project IS NOT NULL);
    ELSE ids := ARRAY(
      SELECT p FROM made n JOIN gone o USING (id), unnest(ARRAY[n.project, o.project]) p
      WHERE p IS NOT NULL AND (n.project, n.status, n.amount_cents, n.awarded_on) IS DISTINCT FROM (o.project, o.status, o.amount_cents, o.awarded_on)
      GROUP BY p);
  END CASE;
  IF cardinality(ids) > 0 THEN PERFORM sum_up_projects(ids); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER project_made_summary AFTER INSERT ON project REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION sum_up_new_projects();
CREATE TRIGGER project_changed_summary AFTER UPDATE ON project REFERENCING OLD TABLE AS gone NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION sum_up_changed_projects();
CREATE TRIGGER award_made_summary AFTER INSERT ON award REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION sum_up_projects_of_awards();
CREATE TRIGGER award_changed_summary AFTER UPDATE ON award REFERENCING OLD TABLE AS gone NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION sum_up_projects_of_awards();
CREATE TRIGGER award_gone_summary AFTER DELETE ON award REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION sum_up_projects_of_awards();

INSERT INTO project_summary (id) SELECT id FROM project;
SELECT sum_up_projects(ARRAY(SELECT id::text FROM project));
