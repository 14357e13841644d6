import { languages } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import type { DocumentCited } from "../../register/record/files-store.ts";
import { href, hrefOfFile } from "../../ui/paths.ts";
import { element } from "../xml.ts";
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

interface Documented {
  id: string;
  name: Localised;
  website: string | null;
  documents: DocumentCited[];
}

/** The public page in each language, the record's own site, its documents and those of its agreement. */
export function documentLinks(
  page: "project" | "programme",
  { id, name, website, documents }: Documented,
  { baseUrl }: Pick<IatiContext, "baseUrl">,
): string {
  const once = new Map(documents.map((one) => [one.id, one]));
  return [
    ...languages.map((locale) => link(baseUrl + href(locale, page, { id }), "text/html", name, id, WEB_PAGE, locale)),
    website ? link(website, "text/html", name, id, WEB_PAGE) : "",
    ...[...once.values()].map(({ id, name, type, file, url, language, datedOn }) =>
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
