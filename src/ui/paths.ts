import { isLocale, type Locale } from "../platform/i18n/languages.ts";

/** What is said of an address: in English where a language says none of its own. */
type Addresses = Record<"fr" | "en", string> & Partial<Record<Locale, string>>;
const inOwnWords = (said: Addresses, locale: Locale): string => said[locale] ?? said.en;

/** The public pages and their addresses in each language: the only place where an address is written. */
const pages = {
  home: { fr: "", en: "" },
  map: { fr: "carte", en: "map" },
  mapEmbed: { fr: "carte/integrer", en: "map/embed" },
  partners: { fr: "partenaires", en: "partners" },
  partner: { fr: "partenaires/:id", en: "partners/:id" },
  agreements: { fr: "accords", en: "agreements" },
  agreement: { fr: "accords/:id", en: "agreements/:id" },
  networks: { fr: "reseaux", en: "networks" },
  network: { fr: "reseaux/:id", en: "networks/:id" },
  programmes: { fr: "programmes", en: "programmes" },
  programme: { fr: "programmes/:id", en: "programmes/:id" },
  calls: { fr: "appels", en: "calls" },
  edition: { fr: "appels/:id", en: "calls/:id" },
  delays: { fr: "delais", en: "delays" },
  projects: { fr: "projets", en: "projects" },
  project: { fr: "projets/:id", en: "projects/:id" },
  awards: { fr: "subventions", en: "grants" },
  award: { fr: "subventions/:id", en: "grants/:id" },
  organisations: { fr: "organismes", en: "organisations" },
  organisation: { fr: "organismes/:id", en: "organisations/:id" },
  figures: { fr: "chiffres", en: "figures" },
  figure: { fr: "chiffres/:id", en: "figures/:id" },
  document: { fr: "documents/:id", en: "documents/:id" },
  money: { fr: "argent", en: "money" },
  waterBill: { fr: "facture-eau", en: "water-bill" },
  counters: { fr: "compteurs", en: "counters" },
  occasions: { fr: "agenda", en: "events" },
  occasion: { fr: "agenda/:id", en: "events/:id" },
  honours: { fr: "distinctions", en: "honours" },
  honour: { fr: "distinctions/:id", en: "honours/:id" },
  prizes: { fr: "prix", en: "prizes" },
  prize: { fr: "prix/:id", en: "prizes/:id" },
  testimonies: { fr: "temoignages", en: "testimonies" },
  missions: { fr: "missions", en: "missions" },
  mission: { fr: "missions/:id", en: "missions/:id" },
  europe: { fr: "europe", en: "europe" },
  climate: { fr: "climat", en: "climate" },
  stories: { fr: "recits", en: "stories" },
  storyShare: { fr: "recits/raconter", en: "stories/tell" },
  story: { fr: "recits/:id", en: "stories/:id" },
  pages: { fr: "dossiers", en: "in-depth" },
  page: { fr: "dossiers/:id", en: "in-depth/:id" },
  embeds: { fr: "contenus-externes", en: "embedded-content" },
  follow: { fr: "suivre", en: "follow" },
  audience: { fr: "audience", en: "audience" },
  data: { fr: "donnees", en: "data" },
  dataColumns: { fr: "donnees/colonnes", en: "data/columns" },
  search: { fr: "recherche", en: "search" },
  contact: { fr: "contact", en: "contact" },
  legal: { fr: "mentions-legales", en: "legal-notice" },
  privacy: { fr: "donnees-personnelles", en: "privacy" },
  accessibility: { fr: "accessibilite", en: "accessibility" },
  accessibilityGrid: { fr: "accessibilite/grille", en: "accessibility/grid" },
  sitemap: { fr: "plan-du-site", en: "site-map" },
} as const satisfies Record<string, Addresses>;

export type PageName = keyof typeof pages;
export const pageNames = Object.keys(pages) as PageName[];

/** The route of a page in a language, with ":id" where a record's identifier stands: "/fr/projets/:id". */
export function route(locale: Locale, page: PageName): string {
  const path = inOwnWords(pages[page], locale);
  return `/${locale}${path ? `/${path}` : ""}`;
}

type Query = Record<string, string | number | readonly string[] | undefined | null>;

/** The address of a page: href("fr", "project", { id: "x" }) is "/fr/projets/x". Empty values of the query are left out. */
export function href(locale: Locale, page: PageName, options: { id?: string; query?: Query; hash?: string } = {}): string {
  const path = route(locale, page).replace(":id", encodeURIComponent(options.id ?? ""));
  return path + searchOf(options.query ?? {}) + (options.hash ? `#${options.hash}` : "");
}

function searchOf(values: Query): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null && one !== "") query.append(name, String(one));
  }
  const search = query.toString();
  return search ? `?${search}` : "";
}

/** The kinds that have a page of their own. */
export const pageOfKind = {
  partner: "partner",
  agreement: "agreement",
  network: "network",
  programme: "programme",
  project: "project",
  award: "award",
  organisation: "organisation",
  figure: "figure",
  document: "document",
  edition: "edition",
  mission: "mission",
  occasion: "occasion",
  page: "page",
  honour: "honour",
  prize: "prize",
} as const satisfies Partial<Record<string, PageName>>;

export function hrefOfRecord(locale: Locale, kind: string, id: string): string | undefined {
  // A call has no page of its own: its editions have, and the list says which.
  if (kind === "call") return href(locale, "calls", { hash: id });
  if (kind === "story") return href(locale, "story", { id });
  const page = (pageOfKind as Record<string, PageName>)[kind];
  return page && href(locale, page, { id });
}

/** The same address in another language, or undefined when it is no public page. The query is kept: filters travel. */
export function inLanguage(path: string, search: string, to: Locale): string | undefined {
  const found = pageAt(path);
  return found && href(to, found.page, { id: found.id }) + search;
}

/** The public page that a path names, with the identifier in it ("" when it shows no record). */
export function pageAt(path: string): { locale: Locale; page: PageName; id: string } | undefined {
  const [, locale = "", ...rest] = path.split("/");
  if (!isLocale(locale)) return undefined;
  const own = rest.join("/").replace(/\/$/, "");
  for (const page of pageNames) {
    const pattern: string = inOwnWords(pages[page], locale);
    const id = pattern.includes(":id") ? matchId(pattern, own) : undefined;
    if (id !== undefined) return { locale, page, id };
    if (pattern === own) return { locale, page, id: "" };
  }
  return undefined;
}

function matchId(pattern: string, path: string): string | undefined {
  const prefix = pattern.slice(0, -":id".length);
  const id = path.startsWith(prefix) ? path.slice(prefix.length) : "";
  if (!id || id.includes("/")) return undefined;
  try {
    return decodeURIComponent(id);
  } catch {
    return undefined; // "%" and bytes that are no text name no record
  }
}

/** The address of a file that a published document or picture shows. Its name is for the reader: the digest finds it. */
export function hrefOfFile(file: { sha256: string; name: string }): string {
  return `/files/${file.sha256}/${encodeURIComponent(file.name)}`;
}

/** Where the sizes of a picture are: /<width>/<format> after it. */
export const hrefOfSizes = (file: { sha256: string }): string => `/files/${file.sha256}`;

/** The address of a data file, narrowed like the page it stands on: hrefOfData("projects.csv", { theme: ["water"] }). */
export function hrefOfData(file: string, query: Query = {}): string {
  return `/data/${file}${searchOf(query)}`;
}

/** The calendar of one edition of a call. */
export function hrefOfCalendar(locale: Locale, edition: string): string {
  return `${href(locale, "edition", { id: edition })}.ics`;
}

// Steps of following by mail: no pages of the site map, each is reached by a personal link.
const followSteps = {
  confirm: { fr: "confirmer", en: "confirm" },
  mine: { fr: "mes-choix", en: "my-choices" },
  stop: { fr: "arreter", en: "stop" },
} as const satisfies Record<string, Addresses>;

/** Where following by mail is confirmed, changed and ended. */
export function hrefOfFollow(locale: Locale, step: keyof typeof followSteps): string {
  return `${route(locale, "follow")}/${inOwnWords(followSteps[step], locale)}`;
}

/** The feed of what can be followed: hrefOfFollowFeed("fr", { type: "theme", value: "water" }). */
export function hrefOfFollowFeed(locale: Locale, { type, value }: { type: string; value: string }): string {
  if (type === "calls") return hrefOfData("calls.atom", { lang: locale });
  return hrefOfData(`follow/${type}${value ? `/${encodeURIComponent(value)}` : ""}.atom`, { lang: locale });
}

/** The calendar of one event, where its day is known. */
export function hrefOfOccasionCalendar(locale: Locale, occasion: string): string {
  return `${href(locale, "occasion", { id: occasion })}.ics`;
}

/** Where an applicant finds out whether they may apply to an edition, and where they do. */
export function hrefOfApplicant(step: "eligibilite" | "candidater", edition: string): string {
  return `/espace/${step}/${encodeURIComponent(edition)}`;
}
