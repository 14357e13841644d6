import { stringify } from "csv-stringify/sync";
import type { City } from "../../platform/city.ts";
import type { Database } from "../../platform/database/connect.ts";
import { isSiret } from "../../register/organisation/identifiers.ts";
import { BATCH } from "../batches.ts";
import { fitsSchema, hasIdentifier, reasonColumn, regulatoryColumns, type ScdlRow, scdlColumns, scdlRow } from "./columns.ts";
import { agreedByIdentifier, agreedKeys, agreedOf } from "./rows-store.ts";

/** A file of essential data: its columns, and which rows it takes. */
const files = {
  /** SCDL "subventions" 2.1.1: the rows that the schema takes. */
  schema: { columns: scdlColumns, takes: fitsSchema },
  /** The others, with the reason: foreign bodies above all. */
  others: { columns: [...scdlColumns, reasonColumn], takes: (row: ScdlRow) => !fitsSchema(row) },
  /** The regulatory format knows a SIRET alone. */
  regulatory: { columns: regulatoryColumns, takes: (row: ScdlRow) => fitsSchema(row) && isSiret(row.beneficiary.siret ?? "") },
};
export type ScdlFileName = keyof typeof files;

/** How many rows each file has, and when one last changed. */
export async function scdlExtents(db: Database): Promise<Record<ScdlFileName, { rows: number; changedAt: Date | null }>> {
  const counted = await agreedByIdentifier(db);
  const extent = (takes: (one: (typeof counted)[number]) => boolean) => {
    const lines = counted.filter(takes);
    const last = lines.map(({ changedAt }) => changedAt).sort((a, b) => b.getTime() - a.getTime())[0];
    return { rows: lines.reduce((sum, { grants }) => sum + grants, 0), changedAt: last ?? null };
  };
  return {
    schema: extent((one) => one.complete && hasIdentifier(one)),
    others: extent((one) => !one.complete || !hasIdentifier(one)),
    regulatory: extent((one) => one.complete && isSiret(one.siret ?? "")),
  };
}

/** Essential data of grants: UTF-8, comma, decimal point, one row per beneficiary of a signed agreement. */
export async function* scdlFile({ db, city }: { db: Database; city: City }, name: ScdlFileName): AsyncGenerator<string> {
  const { columns, takes } = files[name];
  const lines = (rows: string[][]) => stringify(rows, { record_delimiter: "windows" });
  yield lines([columns.map(([heading]) => heading)]);
  const keys = await agreedKeys(db);
  for (let start = 0; start < keys.length; start += BATCH) {
    const rows = (await agreedOf(db, keys.slice(start, start + BATCH))).map(scdlRow).filter(takes);
    yield lines(rows.map((row) => columns.map(([, value]) => value(row, city))));
  }
}
