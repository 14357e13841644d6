import type { Actor } from "../../platform/accounts/rights.ts";
import { logEvent } from "../../platform/audit/log.ts";
import type { Database } from "../../platform/database/connect.ts";
import { sha256 } from "./secrets.ts";
import { findStory, wordingsOf } from "./store.ts";

/** Whoever tells a story has no account: the log says that it was they, and never who they are. */
export const teller = (id: string): Actor => ({ id: `story:${id}`, name: "Teller", role: "system" });
export const collectorActor = (id: string): Actor => ({ id: `collector:${id}`, name: "Partner city", role: "system" });

/**
 * Adds an act on a story to the log, which is for ever: its state, the uses allowed, the digest of each wording, never a
 * word, a name or an address (docs/adr/0041). "published" and "withdrawn" are what mirrors of the open data are told.
 */
export async function logStory(trx: Database, id: string, action: string, by: Actor): Promise<void> {
  const story = (await findStory(trx, id))!;
  const wordings = await wordingsOf(trx, id);
  const document = {
    state: story.state,
    scopes: story.scopes,
    consent: story.consentVersion,
    wordings: wordings.map(({ role, language, words }) => ({ role, language, sha256: sha256(words) })),
  };
  await logEvent(trx, { kind: "story", id, version: story.version, document }, action, by, []);
}
