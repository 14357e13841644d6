import { languages } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import { href, hrefOfFile } from "../../ui/paths.ts";
import { element } from "../xml.ts";
import type { ActivityRow } from "./activity-store.ts";
import type { IatiContext } from "./context.ts";
import { narrated } from "./words.ts";

const WEB_PAGE = "A12";
// IATI DocumentCategory.
const categories: Record<string, string> = {
  deliberation: "A02",
  agreement: "A09",
  report: "A08",
  evaluation: "A07",
  minutes: "A02",
  rules: "A04",
  page: WEB_PAGE,
  other: "A02",
};

/** The public page in each language, the project's own site, and its documents. */
export function documentLinks(project: ActivityRow, { baseUrl }: IatiContext): string {
  const { id, name } = project;
  return [
    ...languages.map((locale) => link(baseUrl + href(locale, "project", { id }), "text/html", name, id, WEB_PAGE, locale)),
    project.website ? link(project.website, "text/html", name, id, WEB_PAGE) : "",
    ...project.documents.map(({ id, name, type, file, url, language, datedOn }) =>
      file
        ? link(baseUrl + hrefOfFile(file), file.mediaType, name, id, categories[type] ?? "A02", language, datedOn)
        : link(url!, formatOf(url!), name, id, categories[type] ?? "A02", language, datedOn),
    ),
  ].join("");
}

function link(
  url: string,
  format: string,
  title: Localised,
  fallback: string,
  category: string,
  language?: string | null,
  date?: string | null,
): string {
  return element(
    "document-link",
    { url: URL.canParse(url) ? new URL(url).href : url, format },
    narrated("title", {}, title, fallback),
    element("category", { code: category }),
    language ? element("language", { code: language }) : "",
    date && date.length === 10 ? element("document-date", { "iso-date": date }) : "",
  );
}

function formatOf(url: string): string {
  return /\.pdf(?:[?#]|$)/i.test(url) ? "application/pdf" : "text/html";
}
