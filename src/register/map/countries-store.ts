import type { Database } from "../../platform/database/connect.ts";
import type { LocatedCountry } from "./spots.ts";

/** Every country, and where its name is written on a map. */
export async function locatedCountries(db: Database): Promise<LocatedCountry[]> {
  const rows = await db.selectFrom("country").select(["code", "name", "latitude", "longitude"]).orderBy("code").execute();
  return rows as LocatedCountry[];
}
