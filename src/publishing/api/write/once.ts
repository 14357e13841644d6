import { type Database, isDeadlock, transactIf } from "../../../platform/database/connect.ts";
import { checkConstraints, claimAnswer, isHeld, type KeptAnswer, keepAnswer } from "./answers-store.ts";
import type { Handled } from "./operation.ts";
import type { Refused } from "./problem.ts";

const ATTEMPTS = 5;

export interface Naming {
  apiKey: string;
  /** The header Idempotency-Key; undefined: the request has no name, and may be done twice. */
  idempotencyKey: string | undefined;
  requestSha256: string;
}
export type OnceAnswer = { ok: true; answer: KeptAnswer; repeated: boolean } | Refused;

/**
 * Does `work` in one transaction with the answer that is kept of it: both, or neither, whatever ends the process. A
 * refusal leaves nothing behind, the name included: the sender mends the request and sends it again under the same name.
 */
export async function once(
  db: Database,
  { apiKey, idempotencyKey, requestSha256 }: Naming,
  work: (trx: Database) => Promise<Handled>,
  explain: (error: unknown) => Refused | undefined,
): Promise<OnceAnswer> {
  for (let attempt = 1; ; attempt++) {
    try {
      const attempted = async (trx: Database): Promise<OnceAnswer> => {
        if (idempotencyKey !== undefined) {
          const claim = await claimAnswer(trx, apiKey, idempotencyKey, requestSha256);
          if (claim === "other_request") return { ok: false, code: "idempotency_reused" };
          if (claim !== "ours") return { ok: true, answer: claim, repeated: true };
        }
        const done = await work(trx);
        if (!done.ok) return done;
        await checkConstraints(trx);
        const answer = { status: done.status, headers: done.headers ?? {}, body: `${JSON.stringify(done.body)}\n` };
        if (idempotencyKey !== undefined) await keepAnswer(trx, apiKey, idempotencyKey, answer);
        return { ok: true, answer, repeated: false };
      };
      return await transactIf(db, attempted, ({ ok }) => ok);
    } catch (error) {
      if (isHeld(error)) return { ok: false, code: "idempotency_in_progress", headers: { "Retry-After": "5" } };
      if (isDeadlock(error) && attempt < ATTEMPTS) continue;
      const refused = explain(error);
      if (refused) return refused;
      throw error;
    }
  }
}
