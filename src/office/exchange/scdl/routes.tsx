import { stringify } from "csv-stringify/sync";
import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { may } from "../../../platform/accounts/rights.ts";
import { keepAdmitted, sentBefore } from "../../../platform/intake/actions.ts";
import { inspect, sentFile } from "../../../platform/intake/gate.ts";
import { pastImport, pastImports } from "../../../publishing/imports/store.ts";
import { importScdl, type KeptReport } from "../../../publishing/scdl/import/actions.ts";
import { columnNames, layoutOf, schemaName } from "../../../publishing/scdl/import/headings.ts";
import { MOST_ROWS, type PlanProblem } from "../../../publishing/scdl/import/plan.ts";
import { refusedCsv } from "../../../publishing/scdl/import/refused.ts";
import type { Answers } from "../../../publishing/scdl/import/told.ts";
import { planProblemWords } from "../../../publishing/scdl/import/words-of.ts";
import { recordsOfImport } from "../../../publishing/scdl/import/write-store.ts";
import { readTables } from "../../../register/import/sheet.ts";
import type { OfficeContext, OfficeEnv } from "../../env.ts";
import { fileWords } from "../../file-words.ts";
import { oneOf, readForm } from "../../form-data.ts";
import { only } from "../../refused.tsx";
import { ImportPage } from "./import-page.tsx";
import { type Choices, ReportPage } from "./report-page.tsx";
import { UploadPage } from "./upload-page.tsx";

const HERE = "/echanges/scdl";
export const SCDL_ADDRESS = `/bureau${HERE}`;
const MOST_LISTED = 100;
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const csv = (name: string) => ({ "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": `attachment; filename="${name}"` });

/** Files of essential data of grants: read, asked about, then written on a second yes; those that came in before. */
export function scdlPages(app: Hono<OfficeEnv>): void {
  app.use(HERE, only("record.import"));
  app.use(`${HERE}/*`, only("record.import"));
  app.get(HERE, (c) => upload(c));
  app.post(HERE, receive);
  app.get(`${HERE}/modele.csv`, (c) => {
    // The columns of the schema: a day of the vote is none of them.
    const header = columnNames.filter((column) => column !== "decidedOn").map(schemaName);
    return c.body(`\ufeff${stringify([header], { delimiter: ";" })}`, 200, csv("modele-subventions-scdl.csv"));
  });
  app.get(`${HERE}/:id{[0-9a-f-]{36}}`, async (c) => {
    const { db, files } = c.get("services");
    const found = await pastImport<KeptReport>(db, "scdl", c.req.param("id"));
    if (!found) return c.notFound();
    const records = await recordsOfImport(db, found.id, MOST_LISTED);
    return c.html(<ImportPage c={c} entry={found} records={records} hasFile={(await files.get(found.sha256)) !== undefined} />);
  });
  app.get(`${HERE}/:id{[0-9a-f-]{36}}/refusees.csv`, async (c) => {
    const { db, files } = c.get("services");
    const found = await pastImport<KeptReport>(db, "scdl", c.req.param("id"));
    const bytes = found && (await files.get(found.sha256));
    const read = bytes && readTables(bytes, MOST_ROWS);
    const layout = read?.ok ? layoutOf(read.tables) : undefined;
    if (!found || !layout || "code" in layout) return c.notFound();
    return c.body(refusedCsv(layout, found.report, c.get("t")), 200, csv("lignes-refusees.csv"));
  });
}

async function upload(c: OfficeContext, problem?: string): Promise<Response> {
  const imports = await pastImports(c.get("services").db, "scdl", MOST_LISTED);
  return c.html(<UploadPage c={c} imports={imports} problem={problem} />, problem ? 422 : 200);
}

/** The file comes once and is kept by its digest; the answers come with each turn. */
async function receive(c: OfficeContext): Promise<Response> {
  const [services, t] = [c.get("services"), c.get("t")];
  const { values, files } = await readForm(c);
  const step = oneOf(values, "do");
  const known = sha256.safeParse(oneOf(values, "file"));
  const by = c.get("officer");
  const sent = files.upload && (await inspect("table", await sentFile(files.upload)));
  if (sent && !sent.ok) return upload(c, fileWords(c, "table", sent.code));
  const bytes = sent ? sent.bytes : known.success ? await sentBefore(services.db, services.files, "table", known.data, by) : undefined;
  if (!bytes) return upload(c, t("scdl.noFile"));
  const choices: Choices = {
    file: "",
    name: (files.upload?.name ?? oneOf(values, "name")).slice(0, 200),
    licence: oneOf(values, "licence").slice(0, 200),
    answers: answersOf(values),
    publish: oneOf(values, "publish") === "1" && may(c.get("officer"), "record.publish"),
    allOrNothing: oneOf(values, "allOrNothing") === "1",
  };
  const result = await importScdl(services, { name: choices.name, bytes, licence: choices.licence }, c.get("officer"), {
    dryRun: step !== "write",
    answers: choices.answers,
    publish: choices.publish,
    allOrNothing: choices.allOrNothing,
    expected: step === "write" ? oneOf(values, "digest") : undefined,
  });
  if (!result.ok) return upload(c, wordsOf(c, result));
  if (step === "refused") return c.body(refusedCsv(result.plan.layout, result.plan.report, t), 200, csv("lignes-refusees.csv"));
  const kept = sent ? await keepAdmitted(services.db, services.files, sent, { by }) : { ok: true as const, sha256: known.data! };
  if (!kept.ok) return upload(c, fileWords(c, "table", kept.code));
  choices.file = kept.sha256;
  if (!result.written) return c.html(<ReportPage c={c} result={result} choices={choices} turn={step === "write" ? "stopped" : "read"} />);
  await services.content.touch();
  if (result.import) return c.redirect(`${SCDL_ADDRESS}/${result.import}`, 303);
  return c.html(<ReportPage c={c} result={result} choices={choices} turn="nothing" />);
}

function wordsOf(c: OfficeContext, result: { reason: string; problem?: PlanProblem }): string {
  const t = c.get("t");
  if (result.reason === "forbidden") throw new HTTPException(403);
  return result.problem ? planProblemWords(t, result.problem) : t("scdl.failed.busy");
}

const PREFIX = "answer.";
function answersOf(values: Record<string, string[]>): Answers {
  const given = Object.entries(values).flatMap(([name, [value = ""]]) =>
    name.startsWith(PREFIX) && value !== "" ? [[name.slice(PREFIX.length), value.slice(0, 400)] as const] : [],
  );
  return Object.fromEntries(given);
}
