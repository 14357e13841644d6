import type { City } from "../../platform/city.ts";
import type { Reference } from "../reference-store.ts";
import type { AidList } from "./activity-store.ts";

/** What an activity needs beyond its project. */
export interface IatiContext {
  city: City;
  /** The public address of the site, without a slash at the end. */
  baseUrl: string;
  reference: Reference;
  isRecipient: AidList;
  /** YYYY-MM-DD, UTC: nothing that has happened may come after. */
  today: string;
}

/** A project that says too little for its activity: written all the same, and to be completed. */
export interface Fault {
  record: string;
  code: "no_start" | "future_start" | "future_end" | "no_sector" | "no_country" | "no_description";
}
