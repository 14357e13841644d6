import type { Localised } from "../../platform/localised.ts";
import type { Status } from "../record/states.ts";

/** What a file may know a record by: its identifier, its names, and the numbers that others gave it. */
export interface KnownRecord {
  id: string;
  name: Localised;
  status: Status;
  keys: string[];
}

/** The fields by which an outside file knows a record: the office's own number, the number of a register. */
export const keyFields: Partial<Record<string, readonly [field: string, column: string][]>> = {
  project: [["reference", "reference"]],
  organisation: [
    ["siret", "siret"],
    ["rna", "rna"],
  ],
  place: [["geonamesId", "geonames_id"]],
  partner: [["wikidata", "wikidata"]],
  edition: [["code", "code"]],
};
/** "reference PTF-2024-12": a number and whose it is, as one word to compare. */
export const keyOf = (field: string, value: unknown) => `${field} ${String(value).trim().toLowerCase()}`;
