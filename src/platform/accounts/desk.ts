import type { Database } from "../database/connect.ts";
import { textIn } from "../localised.ts";
import { queueMail } from "../mail/actions.ts";
import type { MailDesk } from "../mail/desk.ts";
import type { Auth } from "./auth.ts";
import type { Role } from "./rights.ts";
import type { Owner } from "./store.ts";

/** The part of the services by which people make, recover and guard their own accounts. */
export interface AccountDesk {
  db: Database;
  auth: Auth;
  mail: MailDesk;
}

/** The door at which someone of this role signs in. */
export const doorOf = (role: Role): "/espace" | "/bureau" => (role === "applicant" ? "/espace" : "/bureau");

/** What every mail about an account says of the person and the site. */
export const accountWords = ({ mail }: Pick<AccountDesk, "mail">, { name, locale }: Pick<Owner, "name" | "locale">) => ({
  name,
  city: textIn(mail.city.name, locale)?.text ?? "",
  site: textIn(mail.city.title, locale)?.text ?? mail.baseUrl,
});

/** Tells the owner of an account what happened to it, in the transaction of the change; `link` leads to where it is seen to. */
export async function tell(
  trx: Database,
  desk: Pick<AccountDesk, "mail">,
  owner: Pick<Owner, "name" | "email" | "role" | "locale">,
  template: string,
  params: Record<string, string | number>,
): Promise<void> {
  await queueMail(trx, {
    to: owner.email,
    name: owner.name,
    locale: owner.locale,
    template,
    params: { ...accountWords(desk, owner), link: `${desk.mail.baseUrl}${doorOf(owner.role)}/compte`, ...params },
  });
}
