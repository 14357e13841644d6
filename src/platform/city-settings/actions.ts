import { type Actor, may } from "../accounts/rights.ts";
import { logEvent } from "../audit/log.ts";
import { type Database, transact } from "../database/connect.ts";
import { type Contrast, type IdentityProblem, readColours, readIdentity, type SettingPart } from "./rules.ts";
import { addSetting } from "./store.ts";

const forbidden = { ok: false, reason: "forbidden" } as const;

/** What the log says was done to the city. */
const acts: Record<SettingPart, string> = { identity: "named", colours: "coloured", demonstration: "demonstrated", guide: "guide_closed" };

/** Keeps one part and says so in the log, whose channel tells every node. */
function set(db: Database, part: SettingPart, document: Record<string, unknown>, by: Actor): Promise<void> {
  return transact(db, async (trx) => {
    await addSetting(trx, part, document);
    await logEvent(trx, { kind: "city", id: "city", document }, acts[part], by, [part]);
  });
}

/** Sets what the city is called and who answers for it. */
export async function setIdentity(
  db: Database,
  typed: unknown,
  by: Actor,
): Promise<{ ok: true } | typeof forbidden | { ok: false; reason: "problems"; problems: IdentityProblem[] }> {
  if (!may(by, "city.set")) return forbidden;
  const read = readIdentity(typed);
  if (!read.ok) return { ok: false, reason: "problems", problems: read.problems };
  await set(db, "identity", read.identity, by);
  return { ok: true };
}

/** Sets the colours of the city. Refused where text could not be read on them. */
export async function setColours(
  db: Database,
  chosen: unknown,
  by: Actor,
): Promise<{ ok: true } | typeof forbidden | { ok: false; reason: "problems"; wrong: string[]; close: Contrast[] }> {
  if (!may(by, "city.set")) return forbidden;
  const read = readColours(chosen);
  if (!read.ok) return { ok: false, reason: "problems", wrong: read.wrong, close: read.close };
  await set(db, "colours", read.colours, by);
  return { ok: true };
}

/** Puts the guide of the first hour away: the dashboard no longer leads to it. */
export async function closeGuide(db: Database, by: Actor): Promise<{ ok: true } | typeof forbidden> {
  if (!may(by, "city.set")) return forbidden;
  await set(db, "guide", { closed: true }, by);
  return { ok: true };
}

/** Says that fictional people may sign in: every page then says that this is a demonstration. */
export const setDemonstration = (db: Database, by: Actor): Promise<void> => set(db, "demonstration", { accounts: true }, by);
