-- What is public. Pages, files and feeds read the schema "published" and nothing else: a draft cannot leak from
-- a query that cannot see it. A published record refers to published records only, so no view has a dangling link.

CREATE SCHEMA published;

-- Which column of which table points at which kind of record; owner: the column that names the record the row
-- belongs to ("id" on the record itself).
CREATE TABLE reference_column (
  from_table text NOT NULL, from_column text NOT NULL, owner_table text NOT NULL, owner_column text NOT NULL, to_table text NOT NULL,
  PRIMARY KEY (from_table, from_column)
);

DO $$
DECLARE t text; kinds text[] := ARRAY['source','document','media','place','organisation','network','partner','agreement','programme','project','award','figure'];
BEGIN
  FOREACH t IN ARRAY kinds LOOP
    EXECUTE format('CREATE VIEW published.%1$I AS SELECT * FROM public.%1$I WHERE status = ''published''', t);
  END LOOP;
  -- Child tables: <record>_<item>, whose first column is the record.
  INSERT INTO reference_column
  SELECT c.relname, a.attname,
         CASE WHEN c.relname = ANY (kinds) THEN c.relname ELSE split_part(c.relname, '_', 1) END,
         CASE WHEN c.relname = ANY (kinds) THEN 'id' ELSE split_part(c.relname, '_', 1) END,
         f.relname
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
  WHERE k.contype = 'f' AND c.relnamespace = 'public'::regnamespace AND f.relname = ANY (kinds);

  FOR t IN SELECT DISTINCT from_table FROM reference_column WHERE owner_column <> 'id' LOOP
    EXECUTE format('CREATE VIEW published.%1$I AS SELECT c.* FROM public.%1$I c JOIN public.%2$I r ON r.id = c.%2$I AND r.status = ''published''',
                   t, split_part(t, '_', 1));
  END LOOP;
  -- A column that only says which record its row belongs to is no reference.
  DELETE FROM reference_column WHERE from_column = owner_column;
END $$;

CREATE VIEW published.term AS SELECT * FROM public.term;
CREATE VIEW published.country AS SELECT * FROM public.country;
CREATE VIEW published.oda_list AS SELECT * FROM public.oda_list;
CREATE VIEW published.oda_recipient AS SELECT * FROM public.oda_recipient;
CREATE VIEW published.search_entry AS SELECT * FROM public.search_entry WHERE status = 'published';
-- A file is public while a published document or picture shows it.
CREATE VIEW published.file AS SELECT f.* FROM public.file f
  WHERE EXISTS (SELECT 1 FROM public.document d WHERE d.file = f.sha256 AND d.status = 'published')
     OR EXISTS (SELECT 1 FROM public.media m WHERE m.file = f.sha256 AND m.status = 'published');

-- The unpublished records that a published one refers to, and the published ones that refer to an unpublished one.
CREATE FUNCTION publication_conflict(kind text, record text, only_table text DEFAULT NULL) RETURNS TABLE (from_kind text, from_record text, to_kind text, to_record text)
  LANGUAGE plpgsql STABLE AS $$
DECLARE r reference_column; state text;
BEGIN
  EXECUTE format('SELECT status FROM %I WHERE id = $1', kind) INTO state USING record;
  FOR r IN SELECT * FROM reference_column c
    WHERE CASE WHEN state = 'published' THEN c.owner_table = kind AND c.from_table = coalesce(only_table, c.from_table)
               ELSE c.to_table = kind AND only_table IS NULL END LOOP
    RETURN QUERY EXECUTE format(
      'SELECT %1$L::text, o.id::text, %2$L::text, t.id::text FROM %3$I f JOIN %1$I o ON o.id = f.%4$I JOIN %2$I t ON t.id = f.%5$I
       WHERE o.status = ''published'' AND t.status <> ''published'' AND %6$s = $1',
      r.owner_table, r.to_table, r.from_table, r.owner_column, r.from_column,
      CASE WHEN state = 'published' THEN 'o.id' ELSE 't.id' END) USING record;
  END LOOP;
END $$;

CREATE FUNCTION assert_publication() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE owner_table text := split_part(TG_TABLE_NAME, '_', 1); conflict record;
BEGIN
  IF owner_table = TG_TABLE_NAME THEN
    SELECT * INTO conflict FROM publication_conflict(owner_table, to_jsonb(NEW) ->> 'id') LIMIT 1;
  ELSE
    SELECT * INTO conflict FROM publication_conflict(owner_table, to_jsonb(NEW) ->> owner_table, TG_TABLE_NAME) LIMIT 1;
  END IF;
  IF conflict.from_kind IS NOT NULL THEN
    RAISE EXCEPTION 'published % % refers to % %, which is not published', conflict.from_kind, conflict.from_record, conflict.to_kind, conflict.to_record
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'published_refers_to_published';
  END IF;
  RETURN NULL;
END $$;
DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT from_table FROM reference_column UNION SELECT to_table FROM reference_column LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER published_refers_to_published AFTER INSERT OR UPDATE ON %I
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION assert_publication()', t);
  END LOOP;
END $$;

-- What a list of projects sorts and filters by, once for the office and once for the public: the amount (the
-- budget, else the grants awarded, in cents) and the years (of the project's dates and of its grants).
DO $$
DECLARE s text;
BEGIN
  FOREACH s IN ARRAY ARRAY['public', 'published'] LOOP
    EXECUTE format($view$
      CREATE VIEW %1$I.project_summary AS
      SELECT p.id, a.awarded_cents, coalesce(p.budget_cents, a.awarded_cents) AS amount_cents,
             least(public.year_of(coalesce(p.actual_start, p.planned_start)), a.first_year) AS first_year,
             greatest(public.year_of(coalesce(p.actual_end, p.planned_end, p.actual_start, p.planned_start)), a.last_year) AS last_year
      FROM %1$I.project p
      LEFT JOIN (
        SELECT project, sum(amount_cents)::bigint AS awarded_cents, min(public.year_of(awarded_on)) AS first_year, max(public.year_of(awarded_on)) AS last_year
        FROM %1$I.award WHERE project IS NOT NULL GROUP BY project
      ) a ON a.project = p.id $view$, s);
  END LOOP;
END $$;
