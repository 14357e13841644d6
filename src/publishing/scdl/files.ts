import { stringify } from "csv-stringify/sync";
import { type SignedGrant, signedByIdentifier, signedGrants } from "../../funding/public/grant-store.ts";
import type { City } from "../../platform/city.ts";
import type { Database } from "../../platform/database/connect.ts";
import { BATCH } from "../batches.ts";
import { hasIdentifier, reasonColumn, scdlColumns } from "./columns.ts";

async function* batches(db: Database): AsyncGenerator<SignedGrant[]> {
  for (let after = ""; ; ) {
    const grants = await signedGrants(db, after, BATCH);
    // The schema counts in euros.
    yield grants.filter(({ currency }) => currency === "EUR");
    if (grants.length < BATCH) return;
    after = grants.at(-1)!.number;
  }
}

/** How many rows each of the two files has, and when one last changed. */
export async function scdlExtents(db: Database): Promise<Record<"identified" | "others", { rows: number; changedAt: Date | null }>> {
  const counted = Map.groupBy(await signedByIdentifier(db), (one) => (hasIdentifier(one) ? "identified" : "others"));
  const extent = (of: "identified" | "others") => {
    const lines = counted.get(of) ?? [];
    const last = lines.map(({ changedAt }) => changedAt).sort((a, b) => b.getTime() - a.getTime())[0];
    return { rows: lines.reduce((sum, { grants }) => sum + grants, 0), changedAt: last ?? null };
  };
  return { identified: extent("identified"), others: extent("others") };
}

/**
 * SCDL "subventions" 2.1.1: UTF-8, comma, decimal point, one row per grant whose convention is signed. `identified`:
 * those of beneficiaries with a SIRET or an RNA number, which the schema asks for; the others, with the reason, have a
 * file of their own.
 */
export async function* scdlFile({ db, city }: { db: Database; city: City }, identified: boolean): AsyncGenerator<string> {
  const columns = identified ? scdlColumns : [...scdlColumns, reasonColumn];
  const lines = (rows: string[][]) => stringify(rows, { record_delimiter: "windows" });
  yield lines([columns.map(([name]) => name)]);
  for await (const grants of batches(db))
    yield lines(
      grants
        .filter((grant) => hasIdentifier(grant.beneficiary) === identified)
        .map((grant) => columns.map(([, value]) => value(grant, city))),
    );
}
