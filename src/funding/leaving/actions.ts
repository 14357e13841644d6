import { closeAccount, isLastAdministrator, type PeopleResult } from "../../platform/accounts/people/actions.ts";
import { type Actor, may } from "../../platform/accounts/rights.ts";
import { findOwnerById } from "../../platform/accounts/store.ts";
import { logEvent } from "../../platform/audit/log.ts";
import type { Database } from "../../platform/database/connect.ts";
import { officersOf } from "../instruction/list-store.ts";
import { handOver, handOverKeys, whatHangsOn } from "./store.ts";

/** successor: somebody must take over what is left, or it cannot be the one who was named. */
export type LeaveResult = PeopleResult | { ok: false; reason: "forbidden" | "successor" };

/**
 * Someone leaves: what hangs on them goes to another, or is let go; their keys are ended or go too; their account closes. All in one
 * act, so that nothing is lost between. `to`: who takes over; null only when no open file is in their charge.
 */
export async function leave(
  db: Database,
  order: { id: string; to: string | null; keys: "revoke" | "hand_over" },
  by: Actor,
): Promise<LeaveResult> {
  if (!may(by, "people.manage")) return { ok: false, reason: "forbidden" };
  try {
    return await db.transaction().execute(async (trx): Promise<LeaveResult> => {
      const leaving = await findOwnerById(trx, order.id);
      if (!leaving || leaving.closed) return { ok: false, reason: "not_found" };
      const hanging = await whatHangsOn(trx, order.id);
      const heirs = await officersOf(trx);
      const to = heirs.find(({ id }) => id === order.to && id !== order.id) ?? null;
      if ((order.to && !to) || (!to && hanging.files.length > 0)) return { ok: false, reason: "successor" };
      // Closed first: of two who close it at once, the other finds it done, and hands nothing over again.
      const closed = await closeAccount(trx, order.id, by, to?.id ?? null);
      if (!closed.ok) return closed;
      const moved = await handOver(trx, order.id, to?.id ?? null);
      await handOverKeys(trx, order.id, to, order.keys === "revoke", by.name);
      const keys = hanging.keys.length > 0 ? { keys: hanging.keys.length, keysEnd: order.keys === "revoke" || !to } : {};
      await logEvent(trx, { kind: "account", id: order.id, document: { to: to?.id ?? null, ...moved, ...keys } }, "handed_over", by);
      return { ok: true };
    });
  } catch (error) {
    if (isLastAdministrator(error)) return { ok: false, reason: "last" };
    throw error;
  }
}
