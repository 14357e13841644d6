import type { City } from "../city.ts";
import { localeOf } from "../i18n/languages.ts";
import { translator } from "../i18n/messages.ts";
import { textIn } from "../localised.ts";
import type { Mail } from "./store.ts";
import { type LinkMaker, unsubscribeLink } from "./unsubscribe.ts";

/** A mail as it leaves: its words, the city's name under them, and the way out of the reminders. */
export interface Letter {
  text: string;
  html: string;
  headers: Record<string, string>;
}

/** What the letters of one installation have in common. */
export interface Letterhead extends LinkMaker {
  city: Pick<City, "name" | "title" | "service">;
}

/** What a mail says, made when it is sent. */
export interface Composed {
  subject: string;
  text: string;
  /** The same, as the inside of an HTML body, already escaped. */
  html: string;
  /** Where this mail, and all like it, are ended: for the mail program (RFC 8058) and, in its words, for the reader. */
  out: { url: string; words: string };
}
/** Makes the words of a mail; undefined when there is nothing left to say. */
export type Composer = (mail: Mail) => Promise<Composed | undefined>;

export function letterOf(
  head: Letterhead,
  mail: Pick<Mail, "bodyText" | "toAddress" | "locale" | "category" | "subject">,
  composed?: Composed,
): Letter {
  const locale = localeOf(mail.locale);
  const t = translator(locale);
  const foot = [textIn(head.city.service, locale)?.text, textIn(head.city.name, locale)?.text].filter(Boolean).join(", ");
  const out = composed?.out.url ?? (mail.category === "reminder" ? unsubscribeLink(head, mail.toAddress, locale) : undefined);
  const way = out ? ["", `${composed?.out.words ?? t("mail.unsubscribe")} ${out}`] : [];
  // "-- " on its own line: what follows is a signature (RFC 3676 §4.3).
  const end = ["-- ", foot, ...way, ""].join("\n");
  const text = [(composed?.text ?? mail.bodyText).trim(), "", end].join("\n");
  return {
    text,
    html: composed
      ? page(`${composed.html}\n${paragraphsOf(end)}`, composed.subject, locale)
      : page(paragraphsOf(text), mail.subject, locale),
    headers: {
      "Auto-Submitted": "auto-generated",
      ...(out ? { "List-Unsubscribe": `<${out}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" } : {}),
    },
  };
}

export const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Words as paragraphs, with addresses that can be followed. */
function paragraphsOf(text: string): string {
  return text
    .replace(/^-- $/m, "")
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
    .map((paragraph) => `<p>${linked(paragraph).replaceAll("\n", "<br>\n")}</p>`)
    .join("\n");
}

const page = (body: string, title: string, locale: string) => `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body>
${body}
</body></html>
`;

function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]»])/)
    .map((part, i) => (i % 2 === 1 ? `<a href="${escaped(part)}">${escaped(part)}</a>` : escaped(part)))
    .join("");
}
