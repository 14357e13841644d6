import type pg from "pg";

/** Where the generated projects are: thirty countries that receive development assistance. */
export const countries = "SN ML BF MA TN LB MG HT BJ TG CM CI GN NE MR KH VN PS JO EG ET UA AM CO PE BO IN BD KE RW".split(" ");

/**
 * Puts `n` published projects of a city's programme into a database that holds the data of Paris: deterministic, with
 * one or two countries, up to three places, a theme, a sector, an implementer and one or two grants each. Straight SQL,
 * with the triggers of single records off; the search is indexed with its own trigger on.
 */
export async function generateProjects(client: pg.Client, n: number): Promise<void> {
  await client.query("BEGIN");
  await client.query("SELECT setseed(0.42)");
  const tables = ["place", "project", "project_country", "project_place", "project_sector", "project_partner", "award"];
  for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await client.query(
    `CREATE TEMP TABLE made ON COMMIT DROP AS
     SELECT i, 'bench-' || lpad(i::text, 6, '0') AS id, 2014 + i % 12 AS year, 500000 + floor(random() * 19500000)::bigint AS cents,
            c[1 + floor(random() * array_length(c, 1))::int] AS country, c[1 + floor(random() * array_length(c, 1))::int] AS other,
            t[1 + floor(random() * array_length(t, 1))::int] AS theme, s[1 + floor(random() * array_length(s, 1))::int] AS sector,
            o[1 + floor(random() * array_length(o, 1))::int] AS organisation, p[1 + floor(random() * array_length(p, 1))::int] AS programme
     FROM generate_series(1, $1::int) i,
          (SELECT array_agg(country) c FROM oda_recipient WHERE country = ANY($2)) countries,
          (SELECT array_agg(code) t FROM term WHERE vocabulary = 'theme') themes,
          (SELECT array_agg(code) s FROM term WHERE vocabulary = 'dac-sector' AND code IN ('14030','14031','14032','14050','12220','15170','16061','41010','43030','72010')) sectors,
          (SELECT array_agg(id) o FROM organisation WHERE status = 'published') organisations,
          (SELECT array_agg(id) p FROM programme WHERE status = 'published') programmes`,
    [n, countries],
  );
  const steps = [
    `INSERT INTO place (id, status, published_at, name, country, latitude, longitude)
     SELECT 'bench-place-' || i, 'published', now(), jsonb_build_object('fr', 'Lieu ' || i, 'en', 'Place ' || i), country, random() * 60 - 20, random() * 120 - 60 FROM made`,
    `INSERT INTO project (id, status, published_at, name, description, programme, state, themes, goals, planned_start, planned_end, budget_cents)
     SELECT id, 'published', now(), jsonb_build_object('fr', 'Projet ' || i || ', ' || theme || ' (' || country || ')', 'en', 'City project ' || i),
            jsonb_build_object('fr', repeat('Subvention attribuée après avis du jury et délibération du Conseil. ', 6)),
            programme, CASE WHEN year < 2023 THEN 'finished' ELSE 'running' END, ARRAY[theme], ARRAY['6'], year::text, (year + 3)::text, CASE WHEN i % 2 = 0 THEN cents END FROM made`,
    `INSERT INTO project_country (project, position, country, percentage) SELECT id, 0, country, CASE WHEN other <> country THEN 70 END FROM made
     UNION ALL SELECT id, 1, other, 30 FROM made WHERE other <> country`,
    `INSERT INTO project_place (project, position, place) SELECT id, k, 'bench-place-' || (1 + (i * 7 + k * 13) % $1) FROM made, generate_series(0, 2) k WHERE k <= i % 3`,
    `INSERT INTO project_sector (project, position, sector) SELECT id, 0, sector FROM made`,
    `INSERT INTO project_partner (project, position, organisation, role) SELECT id, 0, organisation, 'implementer' FROM made`,
    `INSERT INTO award (id, status, published_at, name, organisation, programme, project, awarded_on, amount_cents)
     SELECT id || '-' || k, 'published', now(), jsonb_build_object('fr', 'Subvention ' || k || ' au projet ' || i), organisation, programme, id, (year + k)::text, cents / 2
     FROM made, generate_series(0, 1) k WHERE k <= i % 2`,
  ];
  for (const step of steps) await client.query(step, step.includes("$1") ? [n] : []);
  for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  await client.query("INSERT INTO project_summary (id) SELECT id FROM made");
  await client.query("SELECT sum_up_projects(ARRAY(SELECT id FROM made))");
  await client.query(
    `INSERT INTO search_entry (kind, record, locale, status, title, body, words)
     SELECT 'project', p.id, l, 'published', p.name ->> l, coalesce(p.description ->> 'fr', '') || ' ' || coalesce(c.name ->> l, ''), ''
     FROM project p JOIN made m ON m.id = p.id JOIN country c ON c.code = m.country, unnest(ARRAY['fr', 'en']) l`,
  );
  await client.query("COMMIT");
  await client.query("ANALYZE");
}
