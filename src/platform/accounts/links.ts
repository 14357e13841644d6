import type { Database } from "../database/connect.ts";
import type { Role } from "./rights.ts";
import { hasAdministrator, makeInvitation } from "./store.ts";

const address = (baseUrl: string, token: string) => `${baseUrl}/bureau/premier-compte?jeton=${token}`;

/** A link that makes one account with `role`, once, within 24 hours. */
export async function inviteLink(db: Database, baseUrl: string, role: Role, byName?: string): Promise<string> {
  return address(baseUrl, await makeInvitation(db, role, byName === undefined ? {} : { byName }));
}

/** A link that makes the first administrator, as long as there is none; undefined once there is one. */
export async function firstAccountLink(db: Database, baseUrl: string): Promise<string | undefined> {
  if (await hasAdministrator(db)) return undefined;
  return address(baseUrl, await makeInvitation(db, "administrator", { first: true }));
}
