import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import type api from "../../../messages/fr/api.json";
import type applicant from "../../../messages/fr/applicant.json";
import type calls from "../../../messages/fr/calls.json";
import type city from "../../../messages/fr/city.json";
import type common from "../../../messages/fr/common.json";
import type cooperation from "../../../messages/fr/cooperation.json";
import type declarations from "../../../messages/fr/declarations.json";
import type documents from "../../../messages/fr/documents.json";
import type errors from "../../../messages/fr/errors.json";
import type exchange from "../../../messages/fr/exchange.json";
import type follow from "../../../messages/fr/follow.json";
import type grants from "../../../messages/fr/grants.json";
import type honours from "../../../messages/fr/honours.json";
import type identity from "../../../messages/fr/identity.json";
import type instruction from "../../../messages/fr/instruction.json";
import type intake from "../../../messages/fr/intake.json";
import type mail from "../../../messages/fr/mail.json";
import type map from "../../../messages/fr/map.json";
import type money from "../../../messages/fr/money.json";
import type networks from "../../../messages/fr/networks.json";
import type occasions from "../../../messages/fr/occasions.json";
import type office from "../../../messages/fr/office.json";
import type operation from "../../../messages/fr/operation.json";
import type pages from "../../../messages/fr/pages.json";
import type portal from "../../../messages/fr/portal.json";
import type privacy from "../../../messages/fr/privacy.json";
import type proof from "../../../messages/fr/proof.json";
import type protectedWords from "../../../messages/fr/protected.json";
import type publicGrants from "../../../messages/fr/public-grants.json";
import type publication from "../../../messages/fr/publication.json";
import type publishing from "../../../messages/fr/publishing.json";
import type register from "../../../messages/fr/register.json";
import type reported from "../../../messages/fr/reported.json";
import type rights from "../../../messages/fr/rights.json";
import type scdlImport from "../../../messages/fr/scdl-import.json";
import type site from "../../../messages/fr/site.json";
import type stories from "../../../messages/fr/stories.json";
import type style from "../../../messages/fr/style.json";
import { projectRoot } from "../project-root.ts";
import { type Locale, languages } from "./languages.ts";

export type MessageKey =
  | keyof typeof api
  | keyof typeof applicant
  | keyof typeof calls
  | keyof typeof city
  | keyof typeof common
  | keyof typeof cooperation
  | keyof typeof declarations
  | keyof typeof documents
  | keyof typeof errors
  | keyof typeof exchange
  | keyof typeof follow
  | keyof typeof grants
  | keyof typeof honours
  | keyof typeof identity
  | keyof typeof instruction
  | keyof typeof intake
  | keyof typeof mail
  | keyof typeof map
  | keyof typeof money
  | keyof typeof networks
  | keyof typeof occasions
  | keyof typeof office
  | keyof typeof operation
  | keyof typeof pages
  | keyof typeof portal
  | keyof typeof proof
  | keyof typeof privacy
  | keyof typeof protectedWords
  | keyof typeof publicGrants
  | keyof typeof publication
  | keyof typeof publishing
  | keyof typeof register
  | keyof typeof reported
  | keyof typeof rights
  | keyof typeof scdlImport
  | keyof typeof site
  | keyof typeof stories
  | keyof typeof style;
type Values = Record<string, string | number | Date | undefined>;

/** The words of one language. Messages are ICU MessageFormat; French is the reference that types the keys. */
export interface Translator {
  (key: MessageKey, values?: Values): string;
  locale: Locale;
  /** A message whose key is made at run time (a field's label, a choice); the key itself when there is none. */
  dynamic(key: string, values?: Values): string;
  has(key: string): boolean;
}

/** All messages of one language, from every file of messages/<language>/. */
export function readMessages(locale: string): Record<string, string> {
  const folder = join(projectRoot, "messages", locale);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort();
  return Object.assign({}, ...files.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8"))));
}

function makeTranslator(locale: Locale): Translator & { say(words: Record<string, string>): void } {
  const messages = readMessages(locale);
  const compiled = new Map<string, IntlMessageFormat | string>();
  let own: Record<string, string> = {};
  const dynamic = (key: string, values?: Values): string => {
    let message = compiled.get(key);
    if (message === undefined) {
      const text = own[key] ?? messages[key];
      if (text === undefined) return key;
      message = /[{']/.test(text) ? new IntlMessageFormat(text, locale) : text;
      compiled.set(key, message);
    }
    return typeof message === "string" ? message : String(message.format(values));
  };
  return Object.assign((key: MessageKey, values?: Values) => dynamic(key, values), {
    locale,
    dynamic,
    has: (key: string) => key in messages,
    say(words: Record<string, string>) {
      own = words;
      compiled.clear();
    },
  });
}

const translators = new Map(languages.map((locale) => [locale, makeTranslator(locale)]));

/** The messages of a language that the city says in its own words: set once, when its settings are read. */
export function setOwnWords(locale: Locale, words: Record<string, string>): void {
  translators.get(locale)!.say(words);
}

export function translator(locale: Locale): Translator {
  return translators.get(locale)!;
}
