import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { yearsLater } from "../../platform/instants.ts";
import { timeZone } from "../../platform/time-zone.ts";
import { call as callKind } from "../call/rules.ts";
import { createRecord, type Result } from "../record/actions.ts";
import type { Kind } from "../record/kind.ts";
import { findRecord } from "../record/store.ts";
import type { Edition } from "./rules.ts";
import { currentEdition } from "./store.ts";

/** What the copy does not take from the edition that it copies: its code and its year. */
export interface NewEdition {
  code: string;
  fiscalYear: number;
}

/**
 * Makes a draft with every rule of an edition, under the name of its call and the new year. The dates move by as many
 * years as the fiscal year does, at the same hour of the city's clocks. What was said of that one edition stays
 * behind: its description, its source, its cancellation.
 */
export async function copyEdition(db: Database, id: string, to: NewEdition, by: Actor): Promise<Result<{ id: string }>> {
  if (!may(by, "record.edit")) return { ok: false, reason: "forbidden" };
  const record = await currentEdition(db, id);
  if (!record) return { ok: false, reason: "not_found" };
  const call = await findRecord(db, callKind as unknown as Kind, record.document.call);
  return createRecord(db, "edition", copyOf(record.document, to, (call?.document.name ?? record.document.name) as Edition["name"]), by);
}

/** The document of the copy. Pure. */
export function copyOf(edition: Edition, { code, fiscalYear }: NewEdition, name: Edition["name"]): Edition {
  const years = Number.isInteger(fiscalYear) ? fiscalYear - edition.fiscalYear : 0;
  const at = (instant: string) => yearsLater(instant, years, timeZone());
  const on = (date: string | null) => date && dateLater(date, years);
  return {
    ...edition,
    name: Object.fromEntries(Object.entries(name).map(([language, words]) => [language, `${words}, ${fiscalYear}`])),
    description: {},
    code,
    fiscalYear,
    opensAt: at(edition.opensAt),
    closesAt: at(edition.closesAt),
    informationAt: edition.informationAt && at(edition.informationAt),
    juryOn: on(edition.juryOn),
    councilOn: on(edition.councilOn),
    resultsOn: on(edition.resultsOn),
    cancelledOn: null,
    cancelReason: {},
    source: null,
    sourceLocator: null,
    quote: null,
  };
}

/** "2028-02-29" a year later is "2029-02-28"; "2028-05" is "2029-05". */
function dateLater(date: string, years: number): string {
  const moved = `${String(Number(date.slice(0, 4)) + years).padStart(4, "0")}${date.slice(4)}`;
  return moved.endsWith("-02-29") && new Date(`${moved}T00:00:00Z`).getUTCMonth() !== 1 ? moved.replace(/29$/, "28") : moved;
}
