import { logEvent } from "../../audit/log.ts";
import type { Database } from "../../database/connect.ts";
import { type Locale, mainLanguage } from "../../i18n/languages.ts";
import { setRole } from "../people/actions.ts";
import type { Actor, Role } from "../rights.ts";
import type { Outsider, ProviderSettings } from "./rules.ts";
import { bind, findBound, findUnbound, insertUser, takeInvitationOf } from "./store.ts";

export type Admission =
  | { ok: true; userId: string }
  /** unknown: nobody invited them. unverified: the provider does not vouch for their address. role: it names no role of ours. */
  | { ok: false; reason: "unknown" | "unverified" | "closed" | "role" };

/**
 * Which account opens to a person whom the provider has named: the one bound to their subject; at the first visit, the one of their
 * address, or the one that an invitation to their address makes. Only an address that both the provider and this site have verified
 * finds an account: else whoever signed up with another's address would be given what is theirs, or the other way round.
 */
export async function admit(db: Database, provider: ProviderSettings, who: Outsider, locale: Locale = mainLanguage()): Promise<Admission> {
  if (who.role === null) return { ok: false, reason: "role" };
  const by: Actor = { id: "oidc", name: provider.name, role: "system" };
  const admitted = await db.transaction().execute((trx) => accountOf(trx, provider, who, locale, by));
  if (!admitted.ok) return admitted;
  // The last administrator stays one, whatever the provider says.
  if (who.role && who.role !== admitted.role) await setRole(db, admitted.userId, who.role, by);
  return { ok: true, userId: admitted.userId };
}

type Found = { ok: true; userId: string; role: Role } | Extract<Admission, { ok: false }>;

async function accountOf(trx: Database, { issuer }: ProviderSettings, who: Outsider, locale: Locale, by: Actor): Promise<Found> {
  const bound = await findBound(trx, issuer, who.subject);
  if (bound) return bound.closed ? { ok: false, reason: "closed" } : { ok: true, userId: bound.id, role: bound.role };
  if (!who.email || !who.emailVerified) return { ok: false, reason: "unverified" };
  const known = await findUnbound(trx, issuer, who.email);
  if (known?.closed) return { ok: false, reason: "closed" };
  if (known && (known.role === "applicant" || !known.verified)) return { ok: false, reason: "unknown" };
  const account = known ?? (await invited(trx, who, locale));
  if (!account) return { ok: false, reason: "unknown" };
  await bind(trx, issuer, who.subject, account.id);
  await logEvent(trx, { kind: "account", id: account.id, document: { role: account.role } }, known ? "provider_bound" : "created", by);
  return { ok: true, userId: account.id, role: account.role };
}

async function invited(trx: Database, who: Outsider, locale: Locale): Promise<{ id: string; role: Role } | undefined> {
  const invitation = await takeInvitationOf(trx, who.email!);
  if (!invitation) return undefined;
  const role = who.role ?? invitation.role;
  const id = await insertUser(trx, { name: who.name, email: who.email!, role, locale: invitation.locale ?? locale });
  return id === undefined ? undefined : { id, role };
}
