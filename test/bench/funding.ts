// `npm run bench -- funding`: 5,000 files in an edition, their list and ranking; 500 bodies that send in the last minute.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import autocannon from "autocannon";
import { sql } from "kysely";
import { must } from "../../src/funding/acts.ts";
import { admissibilityItems } from "../../src/funding/application/lists.ts";
import { planJury } from "../../src/funding/assessment/jury.ts";
import { makeCallEdition, makeFiles } from "../../src/funding/instruction/testing.ts";
import { makeApplicant, makeOpenEdition, makeReadyApplication } from "../../src/funding/testing.ts";
import { createAccount } from "../../src/platform/accounts/actions.ts";
import { makeAuth } from "../../src/platform/accounts/auth.ts";
import { connect, type Database } from "../../src/platform/database/connect.ts";
import { startEmbeddedPostgres } from "../../src/platform/database/embedded.ts";
import { migrate } from "../../src/platform/database/migrate.ts";
import { filesOnDisk } from "../../src/platform/files.ts";
import { currentEdition } from "../../src/register/edition/store.ts";
import { editRecord } from "../../src/register/record/actions.ts";
import { seedParis } from "../../src/register/seed/seed.ts";
import { base, keep, load, machine, memory, quick, run, seconds } from "./program.ts";

const FILES = 5_000;
const BODIES = quick ? 50 : 520;
/** How long before the deadline the first of them sends, in seconds. */
const LAST_S = quick ? 10 : 60;
const PASSWORD = "un mot de passe assez long";
const WANTED_MS = 50;
const missed: string[] = [];
const system = { id: "bench", name: "Bench", role: "system" } as const;

const form = (values: Record<string, string>) => ({
  method: "POST",
  redirect: "manual" as const,
  body: new URLSearchParams(values),
  headers: { "content-type": "application/x-www-form-urlencoded", origin: base, "sec-fetch-site": "same-origin" } as Record<string, string>,
});
/** Signs in as a browser would: the cookies to send. */
async function signIn(path: string, email: string, address: string): Promise<string> {
  const request = form({ email, password: PASSWORD });
  request.headers["x-forwarded-for"] = address;
  const response = await fetch(base + path, request);
  if (response.status >= 400) throw new Error(`${path} answers ${response.status}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
const quantile = (sorted: readonly number[], q: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;

async function page(what: string, path: string, cookie: string): Promise<string> {
  const check = await fetch(base + path, { headers: { cookie } });
  if (check.status !== 200) throw new Error(`${path} answers ${check.status}`);
  const bytes = (await check.arrayBuffer()).byteLength;
  const result = await autocannon({ url: base, connections: 1, duration: seconds, headers: { cookie }, requests: [{ path }] });
  if (result.latency.p50 >= WANTED_MS) missed.push(`${what}: p50 ${result.latency.p50} ms`);
  return `| ${what} | ${Math.round(bytes / 1000)} | ${Math.round(result.requests.average)} | ${result.latency.p50} | ${result.latency.p99} | ${load()} |`;
}

/** Files in assessment, each with three opinions given by three assessors and half of its points looked at; a jury that meets; one of the files. */
async function fillEdition(db: Database): Promise<{ edition: string; jury: string; file: string }> {
  const edition = await makeCallEdition(db, "BENCH-2027");
  const files = await makeFiles(db, edition, FILES, { state: "in_assessment" });
  for (const n of [1, 2, 3]) {
    await sql`INSERT INTO auth."user" (id, name, email, role) VALUES (${`assessor-${n}`}, ${`Assesseur ${n}`}, ${`assessor-${n}@ville.example`}, 'assessor')`.execute(
      db,
    );
    await sql`INSERT INTO assignment (application, user_id, assigned_by) SELECT id, ${`assessor-${n}`}, 'bench' FROM application WHERE edition = ${edition}`.execute(
      db,
    );
    await sql`INSERT INTO opinion (application, user_id, user_name, scores, total, amount_cents, comment, state, given_at)
      SELECT id, ${`assessor-${n}`}, ${`Assesseur ${n}`}, '{}', (hashtext(id::text || ${n}) & 1023) % 101, 3000000, '', 'given', now() FROM application WHERE edition = ${edition}`.execute(
      db,
    );
  }
  await sql`INSERT INTO application_check (application, list, code, verdict, checked_by, checked_name)
    SELECT a.id, 'admissibility', p.code, 'yes', 'bench', 'Bench' FROM application a CROSS JOIN unnest(${[...admissibilityItems]}::text[]) p(code)
    WHERE a.edition = ${edition} AND hashtext(a.id::text || p.code) % 2 = 0`.execute(db);
  const jury = must(await planJury(db, { edition, heldOn: "2027-02-01", place: "" }, system)).id;
  // What the server does by itself within a minute of such a load.
  await sql`VACUUM ANALYZE application, application_check, applicant, assignment, opinion`.execute(db);
  return { edition, jury, file: files[FILES / 2]! };
}

interface Rush {
  accepted: number;
  refused: number;
  failed: number;
  p50: number;
  p99: number;
  most: number;
}

/** Each body sends at an instant of its own in the last minute; twenty more in the second after. */
async function rush(
  db: Database,
  edition: string,
  files: { id: string; email: string }[],
): Promise<{ inTime: Rush; after: Rush; kept: number; late: number }> {
  const cookies: string[] = [];
  for (const [i, { email }] of files.entries()) cookies.push(await signIn("/espace/connexion", email, `10.0.${i >> 8}.${i & 255}`));
  const record = (await currentEdition(db, edition))!;
  const closesAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + (LAST_S + 3) * 1000);
  must(
    await editRecord(
      db,
      "edition",
      edition,
      record.version,
      { ...record.document, closesAt: `${closesAt.toISOString().slice(0, 19)}Z` },
      system,
    ),
  );
  const late = Math.min(20, Math.floor(files.length / 10));
  const send = async (i: number, at: number) => {
    await sleep(Math.max(0, at - Date.now()));
    const start = performance.now();
    const request = form({});
    request.headers.cookie = cookies[i]!;
    const response = await fetch(`${base}/espace/demandes/${files[i]!.id}/envoi`, request).catch(() => undefined);
    return { status: response?.status ?? 0, ms: performance.now() - start };
  };
  const plan = files.map((_, i) =>
    i < files.length - late ? closesAt.getTime() - 150 - ((i * 7_919) % (LAST_S * 1000)) : closesAt.getTime() + 1_000 + i,
  );
  const answers = await Promise.all(plan.map((at, i) => send(i, at)));
  const summary = (some: typeof answers): Rush => {
    const times = some.map(({ ms }) => ms).sort((a, b) => a - b);
    return {
      accepted: some.filter(({ status }) => status === 303).length,
      refused: some.filter(({ status }) => status === 422 || status === 409).length,
      failed: some.filter(({ status }) => status === 0 || status >= 500).length,
      p50: Math.round(quantile(times, 0.5)),
      p99: Math.round(quantile(times, 0.99)),
      most: Math.round(times.at(-1) ?? 0),
    };
  };
  const { rows } = await sql<{ kept: number; late: number }>`
    SELECT count(*) FILTER (WHERE state <> 'draft')::int AS kept, count(*) FILTER (WHERE submitted_at > ${closesAt})::int AS late FROM application WHERE edition = ${edition}`.execute(
    db,
  );
  return { inTime: summary(answers.slice(0, files.length - late)), after: summary(answers.slice(files.length - late)), ...rows[0]! };
}

const folder = mkdtempSync(join(tmpdir(), "ville-monde-bench-"));
const server = await startEmbeddedPostgres({ dataDir: join(folder, "load") });
try {
  await migrate(server.url);
  await seedParis(server.url);
  const { db, close } = connect(server.url, { max: 4 });
  const dataDir = join(folder, "program");
  const accounts = makeAuth({ databaseUrl: server.url, secret: "0".repeat(40), baseUrl: base });
  const officer = await createAccount(accounts.auth, "administrator", { email: "bench@ville.example", name: "Bench", password: PASSWORD });
  if (!officer.ok) throw new Error("no account");
  await accounts.close();
  const { edition, jury, file } = await fillEdition(db);
  const open = await makeOpenEdition(db);
  const ready: { id: string; email: string }[] = [];
  for (let i = 0; i < BODIES; i++) {
    const body = await makeApplicant(db);
    const { id } = await makeReadyApplication(db, filesOnDisk(dataDir), open, body);
    ready.push({ id, email: (body.representative as { email: string }).email });
  }
  // One password for all, hashed once: what is measured is sending, not hashing.
  await sql`INSERT INTO auth.account (id, "accountId", "providerId", "userId", password)
    SELECT 'bench-' || u.id, u.id, 'credential', u.id, (SELECT password FROM auth.account WHERE "userId" = ${officer.id}) FROM auth."user" u WHERE u.role = 'applicant'`.execute(
    db,
  );
  const program = await run({
    VILLE_MONDE_DATA: dataDir,
    DATABASE_URL: server.url,
    VILLE_MONDE_SECRET: "0".repeat(40),
    VILLE_MONDE_TRUST_PROXY: "1",
  });
  try {
    const cookie = await signIn("/bureau/connexion", "bench@ville.example", "10.9.9.9");
    const rows = [
      await page("dashboard, first page", `/bureau/dossiers?edition=${edition}`, cookie),
      await page("dashboard, by completeness", `/bureau/dossiers?edition=${edition}&sort=completeness`, cookie),
      await page("dashboard, by age, one strand, page 50", `/bureau/dossiers?edition=${edition}&strand=water&sort=age&page=50`, cookie),
      await page("ranking", `/bureau/classement/${edition}`, cookie),
      await page("one file", `/bureau/dossiers/${file}`, cookie),
      await page("jury", `/bureau/jurys/${jury}`, cookie),
    ];
    const { inTime, after, kept, late } = await rush(db, open, ready);
    const sent = ready.length - after.accepted - after.refused - after.failed;
    if (inTime.accepted !== sent || kept !== sent || late > 0 || inTime.failed + after.failed > 0)
      missed.push("a file was lost or late by our fault");
    keep(
      "funding",
      [
        `${machine()}; ${FILES.toLocaleString("en")} files of one edition with three opinions each; one connection, ${seconds} s a page; nothing of the office is answered from memory.`,
        "",
        "| page | kB | requests/s | p50 ms | p99 ms | load |",
        "|---|---:|---:|---:|---:|---:|",
        ...rows,
        "",
        `${sent} bodies sent in the last ${LAST_S} s before the deadline, each a complete file (checked, sealed, numbered, kept, its receipt queued): ${inTime.accepted} accepted, ${inTime.refused} refused, ${inTime.failed} failed; p50 ${inTime.p50} ms, p99 ${inTime.p99} ms, slowest ${inTime.most} ms. In the database: ${kept} sent, ${late} after the deadline. A second after it, ${after.refused} of ${after.refused + after.accepted + after.failed} were refused.`,
        "",
        `Memory of the process after all of the above: ${memory(program.pid)} MB.`,
        "",
        missed.length > 0 ? `**Missed:** ${missed.join("; ")}.` : "Every budget is kept.",
      ].join("\n"),
    );
  } finally {
    await program.stop();
    await close();
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
