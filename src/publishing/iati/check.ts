import { setImmediate as breathe } from "node:timers/promises";
import type { City } from "../../platform/city.ts";
import type { Database } from "../../platform/database/connect.ts";
import { type Activity, activities, countOf, lastChange, untold } from "./activities.ts";
import type { Summary } from "./check-store.ts";
import { type Fault, readContext } from "./context.ts";
import { activitiesDocument } from "./files.ts";
import { organisationFile, YEARS } from "./organisation.ts";
import { countReportedByOthers } from "./reported-store.ts";
import { lastSpent, spentByYear } from "./spending-store.ts";
import { textRules } from "./text-rules.ts";
import { type Finding, validateIati } from "./validate.ts";

/** Something wrong, with the record to mend where it is one's. */
export type FoundIn = Finding & { kind?: Activity["kind"]; record?: string };

export interface IatiReport extends Summary {
  findings: FoundIn[];
  /** Records that say too little: their activity is valid, but poorer than it might be. */
  faults: Fault[];
}

/** The worst register tells its first ten thousand troubles; the others are counted. */
export const KEPT = 10_000;
/** Activities checked at once: some 20 ms in which nothing else is answered. */
const AT_ONCE = 25;

/** Checks what would go out, some activities at a time: as many as there are, in the memory of a few. `db` sees only what is published. */
export async function checkIati(
  { db, city, baseUrl }: { db: Database; city: City; baseUrl: string },
  now = new Date(),
): Promise<IatiReport> {
  const context = await readContext({ db, city, baseUrl }, now);
  const report: IatiReport = {
    ...{ activities: 0, programmes: 0, projects: 0, asReported: 0, transactions: 0, byOthers: await countReportedByOthers(db) },
    counts: { critical: 0, error: 0, warning: 0, remarks: 0 },
    findings: [],
    faults: [],
  };
  const tell = (finding: FoundIn) => {
    report.counts[finding.severity]++;
    if (report.findings.length < KEPT) report.findings.push(finding);
  };
  const remark = (fault: Fault) => {
    report.counts.remarks++;
    if (report.faults.length < KEPT) report.faults.push(fault);
  };
  const at = await lastChange(db, context);
  validateIati(organisationFile(context, await spentByYear(db, YEARS), await lastSpent(db)), now).forEach(tell);
  (await untold(db)).forEach(remark);
  const seen = new Set<string>();
  for await (const batch of activities(db, context)) {
    for (let i = 0; i < batch.length; i += AT_ONCE) {
      const some = batch.slice(i, i + AT_ONCE);
      const records = new Map(some.map((one) => [one.identifier, one]));
      for (const one of some) {
        report.activities++;
        report[one.kind === "project" ? "projects" : "programmes"]++;
        if (one.asReported) report.asReported++;
        report.transactions += countOf(one.xml, "transaction");
        one.faults.forEach(remark);
        if (seen.has(one.identifier)) tell({ ...about(one), severity: "error", rule: "1.1.2", message: REPEATED });
        seen.add(one.identifier);
        if (reporterOf(one.xml) !== city.organisationIdentifier) tell({ ...about(one), ...ANOTHER_REPORTER });
      }
      // A line of a few is no line of the file.
      // What holds of the whole file is judged here, not a few at a time.
      for (const finding of validateSome(some, at, now).filter(({ rule }) => rule !== ANOTHER_REPORTER.rule))
        tell({ ...finding, line: undefined, ...about(records.get(finding.identifier ?? "")) });
      await breathe();
    }
  }
  return report;
}

/** A document that cannot be read names no activity: each is then read alone. */
function validateSome(some: Activity[], at: Date | undefined, now: Date): Finding[] {
  const documentOf = (few: Activity[]) =>
    activitiesDocument(
      few.map(({ xml }) => xml),
      at,
    );
  const found = validateIati(documentOf(some), now);
  if (!found.some(({ rule }) => rule === "xml")) return found;
  return some.flatMap((one) => validateIati(documentOf([one]), now).map((finding) => ({ identifier: one.identifier, ...finding })));
}

const ANOTHER_REPORTER = (({ id: rule, severity, message }) => ({ rule, severity, message }))(
  textRules.find(({ id }) => id === "text:reporting-org")!,
);
// bounded: an activity that this program has written.
const reporterOf = (xml: string) => /<reporting-org [^>]*?\bref="([^"]*)"/.exec(xml)?.[1];

const REPEATED = "The activity identifier must be unique in the file.";
const about = (one: Activity | undefined) => (one ? { kind: one.kind, record: one.record, identifier: one.identifier } : {});
