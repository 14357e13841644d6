import type { City } from "../city.ts";
import type { Config } from "../config.ts";
import type { Database } from "../database/connect.ts";
import { mainLanguage } from "../i18n/languages.ts";
import { textIn } from "../localised.ts";
import type { Letterhead } from "./letter.ts";
import { isUnsubscribeLink, unsubscribe } from "./unsubscribe.ts";

/** What the mails of one installation have in common, and the way out of its reminders. */
export interface MailDesk extends Letterhead {
  /** smtp://user:password@host:587 or smtps://…; undefined: mails are kept, and the office shows them. */
  smtpUrl: string | undefined;
  from: string | { name: string; address: string };
  isUnsubscribeLink(digest: string, key: string): boolean;
  /** Ends the reminders of whoever the link was mailed to. False when it is none of ours. */
  unsubscribe(digest: string, key: string): Promise<boolean>;
}

export function makeMailDesk(given: {
  db: Database;
  config: Pick<Config, "smtpUrl" | "mailFrom">;
  /** As it is called when a mail leaves. */
  city: City | (() => City);
  baseUrl: string;
  secret: string;
}): MailDesk {
  const { db, config, baseUrl, secret } = given;
  const city = () => (typeof given.city === "function" ? given.city() : given.city);
  return {
    get city() {
      return city();
    },
    baseUrl,
    secret,
    smtpUrl: config.smtpUrl,
    get from() {
      return config.mailFrom ?? { name: textIn(city().name, mainLanguage())?.text ?? "", address: city().email };
    },
    isUnsubscribeLink: (digest, key) => isUnsubscribeLink(secret, digest, key),
    unsubscribe: (digest, key) => unsubscribe(db, secret, digest, key),
  };
}
