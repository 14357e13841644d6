import { type Actor, may } from "../../platform/accounts/rights.ts";
import { logEvent } from "../../platform/audit/log.ts";
import { type Database, transact } from "../../platform/database/connect.ts";
import { termOf } from "../../platform/retention/terms.ts";
import { UUID } from "../../platform/uuid.ts";
import { type Outcome, parse } from "./actions.ts";
import { citiesOf, endCollector, insertCollector, listCollections, setCollection } from "./collector-store.ts";
import { collectorForm } from "./rules.ts";
import { newToken, sha256 } from "./secrets.ts";
import { projectsToCollectFor } from "./store.ts";

export const collectorPath = (token: string) => `/recits/collecte/${token}`;
const MONTH_MS = 30.44 * 86_400_000;

const note = (trx: Database, id: string, action: string, document: Record<string, unknown>, by: Actor) =>
  logEvent(trx, { kind: "story_collection", id, version: 1, document }, action, by, []);

/** Opens the gathering of a project's stories, or closes it: the form of the public is there as long as one is open. */
export async function openOrClose(db: Database, project: string, open: boolean, by: Actor, contactMonths?: number): Promise<Outcome> {
  if (!may(by, "story.publish")) return { ok: false, reason: "forbidden" };
  const known = [...(await projectsToCollectFor(db)).map(({ id }) => id), ...(await listCollections(db)).map((one) => one.project)];
  if (!known.includes(project)) return { ok: false, reason: "not_found" };
  const months =
    contactMonths === undefined ? undefined : Math.min(24, Math.max(1, Math.round(contactMonths) || termOf("story_contact").count));
  await transact(db, async (trx) => {
    await setCollection(trx, project, open, months);
    await note(trx, project, open ? "opened" : "closed", { open }, by);
  });
  return { ok: true };
}

/** A link for the people of a partner city. Its secret is given back once, and never again. */
export async function makeCollector(
  db: Database,
  project: string,
  input: Record<string, unknown>,
  by: Actor,
): Promise<Outcome<{ token: string }>> {
  if (!may(by, "story.publish")) return { ok: false, reason: "forbidden" };
  const read = parse<{ partner: string; label: string; months: number | null }>(collectorForm, input);
  if (!read.ok) return { ok: false, reason: "invalid", problems: read.problems };
  const { partner, label, months } = read.document;
  const known =
    (await listCollections(db)).some((one) => one.project === project) && (await citiesOf(db, project)).some(({ id }) => id === partner);
  if (!known) return { ok: false, reason: "invalid", problems: [{ path: "partner", code: "choice", values: { allowed: "" } }] };
  const token = newToken();
  const expiresAt = new Date(Date.now() + (months ?? termOf("story_contact").count) * MONTH_MS);
  await transact(db, async (trx) => {
    const id = await insertCollector(trx, { project, partner, label, tokenSha256: sha256(token), createdBy: by.id, expiresAt });
    await note(trx, project, "collector_made", { collector: id, partner, expiresAt: expiresAt.toISOString() }, by);
  });
  return { ok: true, token };
}

/** Ends a link at once. What came by it stays. */
export async function revokeCollector(db: Database, project: string, id: string, by: Actor): Promise<Outcome> {
  if (!may(by, "story.publish")) return { ok: false, reason: "forbidden" };
  if (!UUID.test(id)) return { ok: false, reason: "not_found" };
  return transact(db, async (trx) => {
    if (!(await endCollector(trx, id))) return { ok: false as const, reason: "not_found" };
    await note(trx, project, "collector_revoked", { collector: id }, by);
    return { ok: true as const };
  });
}
