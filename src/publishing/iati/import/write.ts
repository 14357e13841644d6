import type { Database } from "../../../platform/database/connect.ts";
import { kindOf } from "../../../register/kinds.ts";
import type { BulkWriter } from "../../../register/record/bulk.ts";
import { parseDocument } from "../../../register/record/parse.ts";
import type { NewOrganisation } from "./organisations.ts";
import type { Planned } from "./plan.ts";
import { type ActivityRow, putActivities, putTransactions } from "./write-store.ts";

/** Writes a batch: new organisations, the records, and beside each the activity that it came from. */
export async function write(
  trx: Database,
  writer: BulkWriter,
  importId: string,
  planned: readonly Planned[],
  organisations: readonly NewOrganisation[],
  publish: boolean,
): Promise<void> {
  await writer.create(
    "organisation",
    organisations.map(({ id, document }) => {
      const parsed = parseDocument(kindOf("organisation"), document, true);
      if (!parsed.ok) throw new Error(`organisation ${id}: ${parsed.problems[0]!.path} ${parsed.problems[0]!.code}`);
      return { id, status: publish ? ("published" as const) : ("draft" as const), document: parsed.document };
    }),
  );
  for (const kind of ["programme", "project"] as const) {
    const of = planned.filter((one) => one.kind === kind);
    await writer.create(
      kind,
      of.filter((one) => one.outcome === "created"),
    );
    // What the XML says elsewhere may leave the record as it is: no new version then.
    await writer.change(
      kind,
      of.filter((one) => one.outcome === "changed" && one.changed.length > 0),
    );
  }
  await putActivities(trx, importId, planned.map(rowOf));
  await putTransactions(
    trx,
    planned.flatMap(({ kind, id, activity }) => (kind === "project" ? [{ id, transactions: activity.transactions }] : [])),
  );
  await writer.settle();
}

function rowOf({ activity, kind, id, own, xml, digest, version, changed, outcome }: Planned): ActivityRow {
  return {
    identifier: activity.identifier,
    project: kind === "project" ? id : null,
    programme: kind === "programme" ? id : null,
    reporterRef: activity.reporter.ref,
    own,
    secondary: activity.reporter.secondary,
    hierarchy: activity.hierarchy,
    parent: activity.parent,
    line: activity.line,
    xml,
    digest,
    recordVersion: outcome === "created" ? 1 : changed.length > 0 ? version + 1 : version,
    updatedAt: activity.updatedAt,
  };
}
