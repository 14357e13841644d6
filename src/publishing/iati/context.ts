import type { City } from "../../platform/city.ts";
import type { Database } from "../../platform/database/connect.ts";
import { dayOf } from "../../platform/instants.ts";
import type { Reference } from "../reference-store.ts";
import { readReference } from "../reference-store.ts";
import { type AidList, readAidLists } from "./activity-store.ts";
import { awardChanges } from "./awards-store.ts";
import { readTree, type Tree } from "./tree.ts";

/** What an activity needs beyond its record: read once for a whole file. */
export interface IatiContext {
  city: City;
  /** The public address of the site, without a slash at the end. */
  baseUrl: string;
  reference: Reference;
  isRecipient: AidList;
  /** YYYY-MM-DD, by the city’s calendar: nothing that has happened may come after. */
  today: string;
  /** The published programmes. */
  tree: Tree;
  /** When the awards of "project x" or "programme y" last changed, for those that have some. */
  awardChanges: ReadonlyMap<string, Date>;
}

/** A record that says too little for its activity: written all the same, and to be completed. */
export interface Fault {
  kind: "project" | "programme" | "award";
  record: string;
  code: "no_start" | "future_start" | "future_end" | "no_sector" | "no_country" | "no_description" | "no_activity";
}

/** `db` sees only what is published. */
export async function readContext(
  { db, city, baseUrl }: { db: Database; city: City; baseUrl: string },
  now = new Date(),
): Promise<IatiContext> {
  const [reference, isRecipient, tree, changes] = await Promise.all([
    readReference(db),
    readAidLists(db),
    readTree(db, city),
    awardChanges(db),
  ]);
  return { city, baseUrl, reference, isRecipient, today: dayOf(now), tree, awardChanges: changes };
}
