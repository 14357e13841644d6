import type { Database } from "../platform/database/connect.ts";
import { type Locale, localeOf, mainLanguage } from "../platform/i18n/languages.ts";
import { type MailOrder, queueMail } from "../platform/mail/actions.ts";
import { findApplicant, membersOf } from "./applicant/store.ts";
import { formatMoney } from "./money.ts";

/**
 * Who answers for an applicant: its representatives, whose address is verified; the contact that the desk noted for a
 * body that has no member, as in an emergency.
 */
async function representativesOf(db: Database, applicant: string): Promise<Recipient[]> {
  const members = (await membersOf(db, applicant)).filter(({ role }) => role === "representative");
  if (members.length > 0) return members.sort((a, b) => a.email.localeCompare(b.email));
  const body = await findApplicant(db, applicant);
  const { contactEmail = "", contactName = "", representativeName = "" } = body?.profile ?? {};
  if (contactEmail === "") return [];
  return [{ email: contactEmail, name: contactName || representativeName || body!.name, locale: mainLanguage() }];
}

type Params = Record<string, string | number> & { cents?: number; currency?: string };
/** The same for everyone, or made in the language of each: days and hours in words. */
type Written = Params | ((locale: Locale) => Params);
type Options = Pick<MailOrder, "category" | "dedupeKey" | "attachments" | "aboutKind" | "aboutId">;

interface Recipient {
  email: string;
  name: string;
  locale: string;
}

/**
 * Writes to each, within the caller's transaction, in their language; a key of `options` is theirs once each. `cents`
 * and `currency` become {amount}, their name {name}. The words are the messages mail.<template>.subject and .body.
 */
export async function mailEach(
  trx: Database,
  recipients: readonly Recipient[],
  template: string,
  written: Written,
  options: Options = {},
): Promise<void> {
  for (const one of recipients) {
    const locale = localeOf(one.locale);
    const { cents, currency, ...rest } = typeof written === "function" ? written(locale) : written;
    await queueMail(trx, {
      ...options,
      to: one.email,
      name: one.name,
      locale,
      template,
      params: { name: one.name, ...rest, ...(cents !== undefined ? { amount: formatMoney(cents, currency ?? "EUR", locale) } : {}) },
      ...(options.dedupeKey ? { dedupeKey: `${options.dedupeKey} ${one.email}` } : {}),
    });
  }
}

/** Writes to the representatives of an applicant. */
export async function mailApplicant(
  trx: Database,
  applicant: string,
  template: string,
  written: Written,
  options: Options = {},
): Promise<void> {
  await mailEach(trx, await representativesOf(trx, applicant), template, written, options);
}
