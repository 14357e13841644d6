import { erase as forgetFollower } from "../../follow/store.ts";
import type { Actor } from "../../platform/accounts/rights.ts";
import { logEvent } from "../../platform/audit/log.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Files } from "../../platform/files.ts";
import { endAccounts, forgetAddresses, hasSigned, type Living, livingOf } from "../account-store.ts";
import { isHeld } from "../hold/store.ts";
import { insertRequest } from "../request/store.ts";
import { removeFiles } from "../retention/actions.ts";
import { forgetActors } from "../retention/log-store.ts";
import type { Subject } from "./copy-store.ts";
import { type Balance, balanceOf } from "./erase-store.ts";

/** What an erasure would do, told before it is done. */
export interface Preview extends Balance {
  /** What the person answers for alone: while there is any, the account stays. */
  living: Living[];
  held: boolean;
  /** The name stays in files that were sent, and in the log, until they end. */
  signed: boolean;
}

export async function previewErasure(db: Database, subject: Subject): Promise<Preview> {
  const { userId } = subject;
  const [balance, living, held, signed] = await Promise.all([
    balanceOf(db, subject),
    userId === null ? [] : livingOf(db, userId),
    userId === null ? false : isHeld(db, "account", userId),
    userId === null ? false : hasSigned(db, userId),
  ]);
  return { ...balance, living, held, signed };
}

export type Erased = { ok: true } | { ok: false; reason: "living" | "held"; living: Living[] };

/**
 * Erases someone: the account with all that hangs on it alone, the address wherever it is kept to write to, the
 * subscription. What was sent stays with the body that sent it; who signed nothing leaves the log at once.
 * `request`: under which it is done.
 */
async function eraseSubject(trx: Database, { userId, email }: Subject, request: string, by: Actor): Promise<Erased & { files?: string[] }> {
  if (userId !== null) {
    const living = await livingOf(trx, userId);
    if (living.length > 0) return { ok: false, reason: "living", living };
    if (await isHeld(trx, "account", userId)) return { ok: false, reason: "held", living: [] };
  }
  const signed = userId !== null && (await hasSigned(trx, userId));
  const files = userId === null ? [] : (await endAccounts(trx, [userId])).files;
  if (email !== null) {
    await forgetAddresses(trx, [email]);
    await forgetFollower(trx, { email });
  }
  if (userId !== null) {
    await logEvent(trx, { kind: "account", id: userId, document: { request } }, "erased", by);
    if (!signed) await forgetActors(trx, [userId], { kind: "data_request", id: request }, by);
  }
  return { ok: true, files };
}

class NotErased extends Error {
  readonly result: Erased;
  constructor(result: Erased) {
    super("not erased");
    this.result = result;
  }
}

/** An applicant closes their own account: noted as a request that was answered at once. */
export async function closeOwnAccount(
  desk: { db: Database; files: Files },
  person: Actor & { email: string },
  today: string,
): Promise<Erased> {
  return whole(desk, async (trx) => {
    const request = await insertRequest(trx, {
      rightAsked: "erasure",
      channel: "space",
      userId: person.id,
      email: null,
      name: "",
      locale: "fr",
      words: "",
      identity: "account",
      receivedOn: today,
      done: { answer: "", by: { id: person.id, name: "", role: "applicant" } },
    });
    // The name is about to go: the entry bears the account alone.
    return eraseSubject(trx, { userId: person.id, email: person.email.toLowerCase() }, request, { ...person, name: "[…]" });
  });
}

/** The same, by the office, under a request whose identity was shown. */
export function eraseUnderRequest(desk: { db: Database; files: Files }, subject: Subject, request: string, by: Actor): Promise<Erased> {
  return whole(desk, (trx) => eraseSubject(trx, subject, request, by));
}

/** All of it or nothing; the bytes of files once it holds. */
async function whole(
  desk: { db: Database; files: Files },
  work: (trx: Database) => Promise<Erased & { files?: string[] }>,
): Promise<Erased> {
  try {
    const done = await desk.db.transaction().execute(async (trx: Database) => {
      const result = await work(trx);
      if (!result.ok) throw new NotErased(result);
      return result;
    });
    await removeFiles(desk, done.files ?? []);
    return { ok: true };
  } catch (error) {
    if (error instanceof NotErased) return error.result;
    throw error;
  }
}
