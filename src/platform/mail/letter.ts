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

export function letterOf(head: Letterhead, mail: Pick<Mail, "bodyText" | "toAddress" | "locale" | "category" | "subject">): Letter {
  const locale = localeOf(mail.locale);
  const t = translator(locale);
  const foot = [textIn(head.city.service, locale)?.text, textIn(head.city.name, locale)?.text].filter(Boolean).join(", ");
  const out = mail.category === "reminder" ? unsubscribeLink(head, mail.toAddress, locale) : undefined;
  // "-- " on its own line: what follows is a signature (RFC 3676 §4.3).
  const text = [mail.bodyText.trim(), "", "-- ", foot, ...(out ? ["", `${t("mail.unsubscribe")} ${out}`] : []), ""].join("\n");
  return {
    text,
    html: htmlOf(text, mail.subject, locale),
    headers: {
      "Auto-Submitted": "auto-generated",
      ...(out ? { "List-Unsubscribe": `<${out}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" } : {}),
    },
  };
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The same words as paragraphs, with addresses that can be followed. */
function htmlOf(text: string, title: string, locale: string): string {
  const paragraphs = text
    .replace(/^-- $/m, "")
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
    .map((paragraph) => `<p>${linked(paragraph).replaceAll("\n", "<br>\n")}</p>`);
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body>
${paragraphs.join("\n")}
</body></html>
`;
}

function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]»])/)
    .map((part, i) => (i % 2 === 1 ? `<a href="${escaped(part)}">${escaped(part)}</a>` : escaped(part)))
    .join("");
}
