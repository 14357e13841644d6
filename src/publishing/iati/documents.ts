import { languages } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import { href } from "../../ui/paths.ts";
import { element } from "../xml.ts";
import type { ActivityRow } from "./activity-store.ts";
import type { IatiContext } from "./context.ts";
import { narrated } from "./words.ts";
import { firstDay } from "../../register/record/partial-date.ts";

const WEB_PAGE = "A12";
// IATI DocumentCategory.
const categories: Record<string, string> = { deliberation: "A02", agreement: "A09", report: "A08", evaluation: "A07", minutes: "A02", rules: "A04", page: WEB_PAGE, other: "A02" };

/** The public page in each language, the project's own site, and its documents. */
export function documentLinks(project: ActivityRow, { baseUrl }: IatiContext): string {
  const { id, name } = project;
  return [
    ...languages.map((locale) => link(baseUrl + href(locale, "project", { id }), "text/html", name, id, WEB_PAGE, locale)),
    project.website ? link(project.website, "text/html", name, id, WEB_PAGE) : "",
    ...project.documents.map((document) =>
      // A file kept here is given by its page, where its licence and its source stand too.
      link(document.url ?? baseUrl + href(languages[0], "document", { id: document.id }), formatOf(document.url), document.name, document.id, categories[document.type] ?? "A02", document.language, document.datedOn),
    ),
  ].join("");
}

function link(url: string, format: string, title: Localised, fallback: string, category: string, language?: string | null, date?: string | null): string {
  return element(
    "document-link", { url: URL.canParse(url) ? new URL(url).href : url, format },
    narrated("title", {}, title, fallback),
    element("category", { code: category }),
    language ? element("language", { code: language }) : "",
    date && date.length === 10 ? element("document-date", { "iso-date": firstDay(date) }) : "",
  );
}

function formatOf(url: string | null): string {
  return url && /\.pdf(?:[?#]|$)/i.test(url) ? "application/pdf" : "text/html";
}
