import { logEvent } from "../../audit/log.ts";
import type { Database } from "../../database/connect.ts";
import type { Locale } from "../../i18n/languages.ts";
import type { MailDesk } from "../../mail/desk.ts";
import type { Actor, Role } from "../rights.ts";
import { inviteByMail } from "../sign-up.ts";
import { findOwner } from "../store.ts";
import { revokeInvitation, writeClosed, writeRole } from "./store.ts";

/** last: there would be no administrator left. */
export type PeopleResult = { ok: true } | { ok: false; reason: "last" | "not_found" };

/** In a transaction of its own, or of the caller's; what the database refuses to the last administrator becomes a result. */
async function guarded(db: Database, work: (trx: Database) => Promise<boolean>): Promise<PeopleResult> {
  try {
    const done = db.isTransaction ? await work(db) : await db.transaction().execute(work);
    return done ? { ok: true } : { ok: false, reason: "not_found" };
  } catch (error) {
    if (isLastAdministrator(error) && !db.isTransaction) return { ok: false, reason: "last" };
    throw error;
  }
}

export const isLastAdministrator = (error: unknown): boolean => (error as { constraint?: string }).constraint === "last_administrator";

/** Gives someone another role, which ends their sessions. The caller has seen to it that `by` may. */
export const setRole = (db: Database, id: string, role: Role, by: Actor): Promise<PeopleResult> =>
  guarded(db, async (trx) => {
    const before = await writeRole(trx, id, role, by);
    if (before) await logEvent(trx, { kind: "account", id, document: { role, before } }, "role_changed", by, ["role"]);
    return before !== undefined;
  });

/**
 * Closes the account of who leaves: it opens nothing any more, its sessions end, its name stays in the history. What hangs on it is
 * seen to by the caller, in the same transaction.
 */
export const closeAccount = (db: Database, id: string, by: Actor, handedTo: string | null): Promise<PeopleResult> =>
  guarded(db, async (trx) => {
    const done = await writeClosed(trx, id, true, by);
    if (done) await logEvent(trx, { kind: "account", id, document: { handedTo } }, "closed", by);
    return done;
  });

export const reopenAccount = (db: Database, id: string, by: Actor): Promise<PeopleResult> =>
  guarded(db, async (trx) => {
    const done = await writeClosed(trx, id, false, by);
    if (done) await logEvent(trx, { kind: "account", id, document: {} }, "reopened", by);
    return done;
  });

/** Mails an invitation to the office. taken: there is an account with this address. */
export function invite(
  db: Database,
  mail: MailDesk,
  order: { email: string; role: Role; locale: Locale; by: Actor },
): Promise<{ ok: true } | { ok: false; reason: "taken" }> {
  return db.transaction().execute(async (trx) => {
    if (await findOwner(trx, order.email)) return { ok: false, reason: "taken" };
    await inviteByMail(trx, mail, order);
    await logEvent(trx, { kind: "account", id: "invitation", document: { role: order.role } }, "invited", order.by);
    return { ok: true };
  });
}

/** Ends an invitation; `again` mails another in its place, good from now on. The one before no longer opens anything. */
export function endInvitation(
  db: Database,
  mail: MailDesk,
  id: string,
  by: Actor,
  again: boolean,
  locale: Locale,
): Promise<{ ok: true } | { ok: false; reason: "not_found" }> {
  return db.transaction().execute(async (trx) => {
    const ended = await revokeInvitation(trx, id, again);
    if (!ended) return { ok: false, reason: "not_found" };
    await logEvent(
      trx,
      { kind: "account", id: "invitation", document: { role: ended.role } },
      again ? "invited" : "invitation_revoked",
      by,
    );
    if (again && ended.email) await inviteByMail(trx, mail, { email: ended.email, role: ended.role, locale: ended.locale ?? locale, by });
    return { ok: true };
  });
}
