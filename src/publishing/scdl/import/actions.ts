import { createHash } from "node:crypto";
import { setImmediate as breathe } from "node:timers/promises";
import { type Actor, may } from "../../../platform/accounts/rights.ts";
import type { City } from "../../../platform/city.ts";
import type { Database } from "../../../platform/database/connect.ts";
import { kindOf } from "../../../register/kinds.ts";
import { bulkWriter } from "../../../register/record/bulk.ts";
import { parseDocument } from "../../../register/record/parse.ts";
import { closeImport, openImport, takeTurn } from "../../imports/store.ts";
import { type Plan, type PlannedGrant, type PlanProblem, planScdl } from "./plan.ts";
import type { Answers, Report } from "./told.ts";
import { insertOrigins, type OriginRow, updateOrigins } from "./write-store.ts";

export interface ScdlFile {
  name: string;
  bytes: Uint8Array;
  /** On what terms it may be used, as who brings it says. */
  licence?: string | undefined;
}
export interface ScdlOptions {
  dryRun: boolean;
  answers?: Answers;
  /** Makes the new records public at once. */
  publish?: boolean;
  /** Nothing is written while a row stays out. */
  allOrNothing?: boolean;
  /** What a dry run said that the file would do: nothing is written when it now does something else. */
  expected?: string | undefined;
  onProgress?: (done: number, total: number) => void;
}
export interface Numbers {
  rows: number;
  created: number;
  changed: number;
  unchanged: number;
  kept: number;
  leftOut: number;
  refused: number;
  waiting: number;
  awards: number;
  subsidies: number;
  organisations: number;
}
export type ScdlResult =
  | { ok: false; reason: "forbidden" | "busy" }
  | { ok: false; reason: "unreadable"; problem: PlanProblem }
  /** `written` false of a dry run, of a file that does something else than expected (`stale`), of one of which all or nothing was wanted. */
  | { ok: true; written: boolean; stale: boolean; plan: Plan; numbers: Numbers; import?: string };

/** What the entry of an import keeps. */
export interface KeptReport extends Report {
  /** Pairs: the keys are words, not names of columns. */
  answers: [key: string, answer: string][];
  numbers: Numbers;
}

const STEP = 500;

/**
 * Reads a file of grants (SCDL "subventions", CSV, XLSX or ODS): the city's own become awards, those of other authorities
 * become subsidies, in one transaction. Rows that are wrong or wait for an answer stay out and are told. The same file again
 * changes nothing.
 */
export async function importScdl(
  { db, city }: { db: Database; city: City },
  file: ScdlFile,
  by: Actor,
  options: ScdlOptions,
): Promise<ScdlResult> {
  if (!may(by, "record.import") || (options.publish && !may(by, "record.publish"))) return { ok: false, reason: "forbidden" };
  const answers = options.answers ?? {};
  const plan = (handle: Database) => planScdl(handle, city, file.bytes, { answers, status: options.publish ? "published" : "draft" });
  if (options.dryRun) return told(await plan(db), false, false);
  return db.transaction().execute(async (trx): Promise<ScdlResult> => {
    if (!(await takeTurn(trx))) return { ok: false, reason: "busy" };
    const made = await plan(trx);
    if (!made.ok) return { ok: false, reason: "unreadable", problem: made };
    const stale = options.expected !== undefined && options.expected !== made.digest;
    const { refusedLines, waitingLines } = made.report;
    const stopped = options.allOrNothing && refusedLines.length + waitingLines.length > 0;
    if (stale || stopped) return told(made, false, stale);
    const id = await write(trx, made, file, by, answers, options.onProgress);
    return { ...told(made, true, false), ...(id ? { import: id } : {}) };
  });
}

function told(plan: Plan | PlanProblem, written: boolean, stale: boolean): ScdlResult {
  return plan.ok ? { ok: true, written, stale, plan, numbers: numbersOf(plan) } : { ok: false, reason: "unreadable", problem: plan };
}

function numbersOf({ grants, bodies, layout, report }: Plan): Numbers {
  const n = (outcome: PlannedGrant["outcome"]) => grants.filter((grant) => grant.outcome === outcome).length;
  const made = grants.filter(({ outcome }) => outcome === "created");
  return {
    rows: layout.rows.length,
    created: made.length,
    changed: n("changed"),
    unchanged: n("unchanged"),
    kept: n("kept"),
    leftOut: n("left_out"),
    refused: report.refusedLines.length,
    waiting: report.waitingLines.length,
    awards: made.filter(({ kind }) => kind === "award").length,
    subsidies: made.filter(({ kind }) => kind === "subsidy").length,
    organisations: bodies.length,
  };
}

/** Undefined when there is nothing to write: no entry is made for it. */
async function write(
  trx: Database,
  plan: Plan,
  file: ScdlFile,
  by: Actor,
  answers: Answers,
  onProgress?: (done: number, total: number) => void,
): Promise<string | undefined> {
  const { leftOut, refused, waiting, ...numbers } = numbersOf(plan);
  if (numbers.created + numbers.changed === 0) return undefined;
  const sha256 = createHash("sha256").update(file.bytes).digest("hex");
  const fileName = file.name.slice(0, 200);
  const id = await openImport(trx, "scdl", { fileName, sha256, bytes: file.bytes.length, licence: file.licence?.trim() || null }, by);
  const writer = await bulkWriter(trx, by);
  for (let start = 0; start < plan.bodies.length; start += STEP) {
    await writer.create("organisation", plan.bodies.slice(start, start + STEP).map(parsedBody));
    await breathe();
  }
  const writing = plan.grants.filter(({ outcome }) => outcome === "created" || outcome === "changed");
  for (let start = 0; start < writing.length; start += STEP) {
    onProgress?.(start, writing.length);
    const step = writing.slice(start, start + STEP);
    for (const kind of ["award", "subsidy"] as const) {
      const of = step.filter((grant) => grant.kind === kind);
      const [created, changed] = [of.filter(({ outcome }) => outcome === "created"), of.filter(({ outcome }) => outcome === "changed")];
      await writer.create(kind, created);
      await writer.change(kind, changed);
      await insertOrigins(trx, id, created.map(originOf));
      await updateOrigins(trx, id, changed.map(originOf));
    }
    await writer.settle();
    await breathe();
  }
  await closeImport(trx, id, {
    publisher: plan.givers.join(", ").slice(0, 300) || null,
    created: numbers.created,
    changed: numbers.changed,
    unchanged: numbers.unchanged + leftOut,
    kept: numbers.kept,
    refused: refused + waiting,
    report: { ...plan.report, answers: Object.entries(answers), numbers: numbersOf(plan) } satisfies KeptReport,
  });
  await writer.finish();
  return id;
}

function parsedBody({ id, status, document }: Plan["bodies"][number]) {
  const parsed = parseDocument(kindOf("organisation"), document, true);
  if (!parsed.ok) throw new Error(`organisation ${id}: ${JSON.stringify(parsed.problems)}`);
  return { id, status, document: parsed.document };
}

const originOf = ({ kind, id, line, digest, outcome, version }: PlannedGrant): OriginRow => ({
  award: kind === "award" ? id : null,
  subsidy: kind === "subsidy" ? id : null,
  line,
  digest,
  recordVersion: outcome === "created" ? 1 : version + 1,
});
