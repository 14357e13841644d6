import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { logAct, type Outcome, refuse } from "../acts.ts";
import { tryMove, type Who } from "../states.ts";
import { applicationFacts, lockApplication, releaseProposal, setApplicationState } from "./move-store.ts";
import { type ApplicationFacts, type ApplicationState, applicationMoves } from "./states.ts";

/** In these states an amount is held against an envelope. */
const holding: readonly ApplicationState[] = ["proposed", "in_deliberation", "granted"];

export interface MoveOptions {
  reason?: string | undefined;
  /** Facts that the caller has established itself (the complete check of a submission). */
  facts?: Partial<ApplicationFacts>;
  /** Columns that the move sets with the state, in one update. */
  set?: Record<string, unknown>;
  /** What the log says beside the states. */
  details?: Record<string, unknown>;
}

/**
 * Moves an application as its table allows, inside the caller's transaction: lock, facts, state, what is reserved for
 * it given back when it leaves, one entry in the log. The caller sends the messages.
 */
export async function moveApplication(
  trx: Database,
  id: string,
  move: string,
  who: readonly Who[],
  by: Actor,
  options: MoveOptions = {},
): Promise<Outcome<{ from: ApplicationState; to: ApplicationState; number: string | null; version: number }>> {
  const file = await lockApplication(trx, id);
  if (!file) return refuse("not_found");
  const facts = { ...(await applicationFacts(trx, id)), ...options.facts };
  const result = tryMove(applicationMoves, file.state, move, who, facts);
  if (!result.ok) return refuse(result.reason);
  const reason = options.reason?.trim() ?? "";
  if (applicationMoves[file.state][move]!.reason && reason === "") return refuse("reason_required");
  const after = await setApplicationState(trx, id, result.to, by, options.set ?? {}, reason);
  if (holding.includes(file.state) && !holding.includes(result.to)) await releaseProposal(trx, id, by);
  await logAct(
    trx,
    { kind: "application", id, version: after.version },
    move.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    { from: file.state, to: result.to, number: after.number, ...(reason ? { reason } : {}), ...options.details },
    by,
  );
  return { ok: true, from: file.state, to: result.to, number: after.number, version: after.version };
}
