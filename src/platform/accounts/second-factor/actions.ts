import { logEvent } from "../../audit/log.ts";
import type { Database } from "../../database/connect.ts";
import { type AccountDesk, tell } from "../desk.ts";
import { deletePasskeys } from "../passkey/store.ts";
import type { Actor } from "../rights.ts";
import { deleteSessions } from "../session-store.ts";
import { findOwnerById, type Owner } from "../store.ts";
import { newRecoveryCodes, newTotpSecret, recoveryDigest, sealTotp, stepOfCode, unsealTotp } from "./rules.ts";
import { deleteTotp, findTotp, hasSecondFactor, keepTotp, putRecoveryCodes, useRecoveryCode, useStep } from "./store.ts";

/** The secret that waits to be confirmed by a first code; made when there is none. Undefined: one is confirmed already. */
export async function pendingTotp({ db, auth }: AccountDesk, userId: string): Promise<string | undefined> {
  const { secret } = auth.site;
  const found = await findTotp(db, userId);
  if (found?.confirmedAt) return undefined;
  const kept = found && unsealTotp(secret, userId, found.secret);
  if (kept) return kept;
  const made = newTotpSecret();
  return (await keepTotp(db, userId, sealTotp(secret, userId, made))) ? made : undefined;
}

/**
 * Confirms the authenticator by its first code. The recovery codes are told here and never again; undefined when the code is wrong.
 */
export async function confirmTotp(desk: AccountDesk, by: Actor, code: string, now = new Date()): Promise<{ codes: string[] } | undefined> {
  const { db, auth } = desk;
  const found = await findTotp(db, by.id);
  const secret = found && !found.confirmedAt ? unsealTotp(auth.site.secret, by.id, found.secret) : undefined;
  const step = secret && stepOfCode(secret, code, now);
  if (!found || !step) return undefined;
  return db.transaction().execute(async (trx) => {
    if (!(await useStep(trx, by.id, found.secret, step, true))) return undefined;
    const codes = await newCodes(trx, auth.site.secret, by.id);
    await noted(trx, desk, by, "second_factor_added", "totp");
    return { codes };
  });
}

/** Whether a code is right, of the authenticator or of the paper; it is used up. Attempts are counted by the caller. */
export async function proveByCode(desk: AccountDesk, by: Actor, code: string, now = new Date()): Promise<"totp" | "recovery" | undefined> {
  const { db, auth } = desk;
  const found = await findTotp(db, by.id);
  const secret = found?.confirmedAt ? unsealTotp(auth.site.secret, by.id, found.secret) : undefined;
  const step = secret && stepOfCode(secret, code, now);
  if (found && step) return (await useStep(db, by.id, found.secret, step, false)) ? "totp" : undefined;
  return db.transaction().execute(async (trx) => {
    if (!(await useRecoveryCode(trx, by.id, recoveryDigest(auth.site.secret, by.id, code)))) return undefined;
    await noted(trx, desk, by, "recovery_code_used", "recovery");
    return "recovery" as const;
  });
}

/** New recovery codes in place of those before; told here and never again. */
export function renewRecoveryCodes(desk: AccountDesk, by: Actor): Promise<string[]> {
  return desk.db.transaction().execute(async (trx) => {
    const codes = await newCodes(trx, desk.auth.site.secret, by.id);
    await noted(trx, desk, by, "recovery_codes_renewed", "recovery");
    return codes;
  });
}

/** Takes the authenticator away; the codes of the paper go with the last factor. */
export async function removeTotp(desk: AccountDesk, by: Actor): Promise<boolean> {
  return desk.db.transaction().execute(async (trx) => {
    if (!(await deleteTotp(trx, by.id))) return false;
    await afterRemoval(trx, desk, by, "totp");
    return true;
  });
}

/** What follows when a factor is taken away by its owner. */
export async function afterRemoval(trx: Database, desk: AccountDesk, by: Actor, factor: string): Promise<void> {
  if (!(await hasSecondFactor(trx, by.id))) await putRecoveryCodes(trx, by.id, []);
  await noted(trx, desk, by, "second_factor_removed", factor);
}

/**
 * Takes every second factor of someone away, ends their sessions, and tells them by mail: for who has lost theirs. The caller has
 * seen to it that `by` may. False when there is no such account.
 */
export function resetSecondFactor(desk: AccountDesk, userId: string, by: Actor): Promise<boolean> {
  return desk.db.transaction().execute(async (trx) => {
    const owner = await findOwnerById(trx, userId);
    if (!owner) return false;
    await deleteTotp(trx, userId);
    await deletePasskeys(trx, userId);
    await putRecoveryCodes(trx, userId, []);
    await deleteSessions(trx, userId);
    await logEvent(trx, { kind: "account", id: userId, document: { factor: "all" } }, "second_factor_reset", by);
    await tell(trx, desk, owner, "second_factor_reset", { by: by.name });
    return true;
  });
}

/** An entry of the log, and a mail to the owner: a factor that comes or goes without them is a theft. */
export async function noted(trx: Database, desk: AccountDesk, by: Actor, action: string, factor: string): Promise<void> {
  await logEvent(trx, { kind: "account", id: by.id, document: { factor } }, action, by);
  const owner = await findOwnerById(trx, by.id);
  if (owner) await tell(trx, desk, owner as Owner, action, {});
}

async function newCodes(trx: Database, secret: string, userId: string): Promise<string[]> {
  const codes = newRecoveryCodes();
  await putRecoveryCodes(
    trx,
    userId,
    codes.map((code) => recoveryDigest(secret, userId, code)),
  );
  return codes;
}
