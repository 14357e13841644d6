import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { scrub } from "../../src/platform/discreet.ts";
import { enqueue, startJobs } from "../../src/platform/jobs/jobs.ts";
import { makeLog } from "../../src/platform/log.ts";
import { type Browser, type OfficeSite, openOffice } from "./office-site.ts";

// What people give away: in bodies, queries, headers, paths.
const marks = {
  name: "Zoé Zqxmarque",
  email: "zoe.zqxmarque@asso.example",
  password: "zqxmarque un mot de passe",
  token: "zqxmarqueTokenTokenTokenTokenTokenTokenToken",
  iban: "FR76 3000 6000 0112 3456 7890 189",
  phone: "+33 6 12 34 56 78",
};
const leaks = /zqxmarque|3000 ?6000|6 12 34 56/i;

let site: OfficeSite;
let officer: Browser;
const lines: string[] = [];
beforeAll(async () => {
  site = await openOffice();
  (site.services as { log: unknown }).log = makeLog("trace", { write: (line: string) => void lines.push(line) });
  officer = await site.as("administrator", "ada");
}, 120_000);
afterAll(() => site.drop());

/** What the log says of a request, which must have been asked and have ended as `status` says. */
async function said(work: () => Promise<{ status: number }>, status?: number): Promise<string> {
  const from = lines.length;
  const answer = await work();
  if (status !== undefined) expect(answer.status).toBe(status);
  return lines.slice(from).join("\n");
}

it("says nothing of anybody when a form is right, wrong or refused", async () => {
  const visitor = site.browser();
  const q = encodeURIComponent(`${marks.name} ${marks.iban}`);
  for (const path of [
    `/fr/recherche?q=${q}`,
    `/bureau/courriers?q=${q}`,
    `/fr/zqxmarque/${marks.token}`,
    `/espace/mot-de-passe?jeton=${marks.token}`,
    `/desabonnement?de=${marks.email}&cle=${marks.token}`,
  ])
    await said(() =>
      visitor.send(path, {
        headers: { cookie: `ville-monde.session_token=${marks.token}`, authorization: `Bearer ${marks.token}`, "user-agent": marks.name },
      }),
    );
  const forms: [string, Record<string, string>][] = [
    ["/bureau/connexion", { email: marks.email, password: marks.password }],
    ["/espace/connexion", { email: marks.email, password: marks.password }],
    ["/espace/inscription", { email: marks.email, name: marks.name, password: marks.password }],
    ["/espace/mot-de-passe", { email: marks.email }],
    ["/fr/suivre", { email: marks.email, calls: "1", rhythm: "weekly", locale: "fr" }],
    ["/fr/recits/raconter", { words: `${marks.name} ${marks.phone}`, email: marks.email }],
  ];
  for (const [path, fields] of forms) await said(() => visitor.post(path, fields));
  await officer.post("/bureau/demandes-donnees", {
    right: "access",
    channel: "mail",
    email: marks.email,
    name: marks.name,
    words: marks.iban,
    receivedOn: "2026-01-05",
  });
  await officer.post("/bureau/abonnements", { email: "zqxmarque" });
  await officer.get(`/bureau/dossiers/${marks.token}`);
  expect(lines.join("\n")).not.toMatch(leaks);
});

it("tells a fault of the database by its code and place, not by the row that it was about", async () => {
  // The error of such a refusal quotes the whole row.
  await sql`ALTER TABLE data_request ADD CONSTRAINT no_marks CHECK (email NOT LIKE 'zoe.zqx%') NOT VALID`.execute(site.db);
  const text = await said(
    () =>
      officer.post("/bureau/demandes-donnees", {
        right: "access",
        channel: "mail",
        email: marks.email,
        name: marks.name,
        words: marks.iban,
        receivedOn: "2026-01-05",
      }),
    500,
  );
  expect(text).toMatch(/request failed/);
  expect(text).toMatch(/23514/);
  expect(text).toMatch(/no_marks/);
  expect(text).toMatch(/ at /);
  expect(text).not.toMatch(leaks);
  await sql`ALTER TABLE data_request DROP CONSTRAINT no_marks`.execute(site.db);
});

it("tells a fault of ours without what it quotes", async () => {
  for (const [make, kept] of [
    [() => JSON.parse(`{"email": "${marks.email}", oops`), "SyntaxError"],
    [
      () => {
        throw new TypeError(`cannot read “${marks.name}” of ${marks.email} (${marks.iban}), ${marks.phone}`);
      },
      "cannot read",
    ],
    [
      () => {
        throw Object.assign(new Error(`duplicate key value violates unique constraint "user_email_key"`), {
          code: "23505",
          detail: `Key (email)=(${marks.email})`,
          parameters: [marks.password],
        });
      },
      "23505",
    ],
  ] as [() => void, string][]) {
    const from = lines.length;
    try {
      make();
    } catch (error) {
      site.services.log.error({ err: error }, "request failed");
      site.services.log.warn({ reason: String(error), error }, "later");
      site.services.log.error(error as Error);
    }
    const text = lines.slice(from).join("\n");
    expect(text).toContain(kept);
    expect(text).not.toMatch(leaks);
  }
});

it("keeps nothing of anybody with a job that failed, nor in the log of the jobs", async () => {
  const from = lines.length;
  const log = site.services.log;
  const jobs = startJobs({
    databaseUrl: site.databaseUrl,
    tasks: {
      tell: async ({ to }: { to: string }) => {
        throw Object.assign(new Error(`550 <${to}> is unknown, said "${marks.name}"`), { responseCode: 550 });
      },
      ask: async () => void (await sql`SELECT ${marks.iban}::int`.execute(site.db)),
    },
    log,
  });
  try {
    await site.db.transaction().execute(async (trx) => {
      await enqueue(trx, "tell", { to: marks.email }, { maxAttempts: 1 });
      await enqueue(trx, "ask", {}, { maxAttempts: 1 });
    });
    let failed: { last_error: string }[] = [];
    while (failed.length < 2) {
      failed = (
        await sql<{ last_error: string }>`SELECT last_error FROM graphile_worker._private_jobs WHERE last_error IS NOT NULL`.execute(
          site.db.withoutPlugins(),
        )
      ).rows;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(failed.map(({ last_error }) => last_error).join()).toMatch(/550/);
    expect(failed.map(({ last_error }) => last_error).join()).not.toMatch(leaks);
  } finally {
    await jobs.stop();
  }
  expect(lines.slice(from).join("\n")).not.toMatch(leaks);
});

it("leaves of a message what helps", () => {
  expect(scrub("connect ECONNREFUSED 127.0.0.1:5432")).toBe("connect ECONNREFUSED 127.0.0.1:5432");
  expect(scrub('column "email" of relation "x" does not exist')).toBe("column … of relation … does not exist");
  expect(scrub(`see https://example.org/a/b?email=${marks.email}`)).toBe("see https://example.org/…");
  expect(scrub("Can't send mail - all recipients were rejected: 550 no such mailbox")).toBe(
    "Can't send mail - all recipients were rejected: 550 no such mailbox",
  );
  expect(scrub("said 'Zoé O'Zqx' twice")).toBe("said … twice");
  expect(scrub(`said “${marks.name} and never closed`)).toBe("said …");
});
