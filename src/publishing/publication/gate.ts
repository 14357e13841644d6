import type { City } from "../../platform/city.ts";
import type { PublicFile } from "../files.ts";
import { checkIati } from "../iati/check.ts";
import type { Moment } from "./store.ts";

/** How many findings keep a file from going out: of IATI, the critical ones. The other files have no check of their own. */
export async function gateOf(
  file: PublicFile,
  { moment, city, baseUrl }: { moment: Moment; city: City; baseUrl: string },
): Promise<number> {
  if (file.format !== "iati") return 0;
  const { counts } = await moment((db) => checkIati({ db, city, baseUrl }));
  return counts.critical;
}
