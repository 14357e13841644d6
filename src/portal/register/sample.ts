import { type KindName, kindOf } from "../../register/kinds.ts";
import type { Fields, Widget } from "../../register/record/fields.ts";

type Ids = Partial<Record<string, string>>;

/** A document of a kind with `words` in every text that a person may fill in, and `ids` for what it must refer to. */
export function sampleOf(name: KindName, words: string, ids: Ids): Record<string, unknown> {
  return {
    ...sample(kindOf(name).fields, words, ids),
    ...fixed[name],
    ...(name === "edition" ? editionOf(words, ids) : {}),
    ...(name === "page" ? pageOf(words, ids) : {}),
  };
}

// What a rule across fields asks for.
const fixed: Partial<Record<KindName, Record<string, unknown>>> = {
  organisation: { noIdentifier: "unknown", siret: null, siren: null, rna: null, foreignScheme: null, foreignId: null },
  document: { file: null, url: "https://example.org/a", language: "fr" },
  partner: { wikidata: "Q90" },
  agreement: { state: "suspended" },
  award: { inCash: true, tranches: [], aggregate: true, aggregatedCount: 2 },
  subsidy: { inCash: true, inKind: false },
  figure: { series: "a-series", measure: "count", currency: null, interpreted: true, periodStart: null, periodEnd: null },
  programme: { startedOn: null, recursOn: "--05", programmingPeriod: "2014-2020" },
  place: { geonamesId: null },
  expert: { languages: [{ language: "fr", level: "fluent" }], email: "someone@example.org" },
  occasion: { startsAt: null, endsAt: null },
  honour: { state: "withdrawn", receivedOn: null },
};
/** A block of each type, which holds what its type shows and nothing else; what it names, where there is some. */
function pageOf(words: string, ids: Ids): Record<string, unknown> {
  const title = { fr: words.slice(0, 200), en: words.slice(0, 200) };
  const text = { fr: words, en: words };
  const bar = (cell: string) => cell.replaceAll("|", "");
  return {
    section: ids["page-section"] ?? "world",
    reviewMonths: 12,
    expiries: [{ expiresOn: "2020", reason: text }],
    blocks: [
      { type: "heading", title },
      { type: "text", text },
      { type: "quote", text, who: title, source: ids.source, locator: words.slice(0, 100) },
      ...(ids.media ? [{ type: "media", media: ids.media, title }] : []),
      ...(ids.figure ? [{ type: "figure", figure: ids.figure }] : []),
      { type: "series", series: "a-series", title },
      { type: "map", title, query: "/fr/carte?layer=networks" },
      { type: "table", title, text: { fr: `${bar(words)} | b\n${bar(words)} | d` } },
      ...(ids.network ? [{ type: "records", title, kind: "network", ids: [ids.network] }] : []),
      { type: "records", title, kind: "agreement", query: "/fr/accords?state=suspended" },
      { type: "details", title, text },
      { type: "embed", title, text, url: "https://capgeo.maps.arcgis.com/" },
      ...(ids.document ? [{ type: "document", document: ids.document, text }] : []),
    ],
    links: ids.network ? [{ network: ids.network }] : [],
  };
}
let editions = 0;
/** Lists that name each other by codes; a code of its own. Written over what every field would have. */
function editionOf(words: string, ids: Ids): Record<string, unknown> {
  const said = { fr: words, en: words };
  return {
    code: `ESSAI-${++editions}`,
    procedure: "fast_track",
    opensAt: "2026-01-01T08:00:00Z",
    closesAt: "2099-12-17T11:00:00Z",
    juryOn: null,
    councilOn: null,
    resultsOn: null,
    cancelledOn: "2026-02-03",
    strands: [{ code: "un", name: said, budgetSource: ids["budget-source"], maxCents: 12_300 }],
    countryRule: "any",
    countries: [],
    conditions: [{ code: "un", rule: "declared", label: said, help: said }],
    criteria: [{ code: "un", name: said, help: said, strand: "un", weight: 1 }],
    requirements: [{ code: "un", name: said, help: said, aboveCents: 12_300, canFollow: true }],
    questions: [
      { code: "un", section: "project", label: said, help: said, type: "choice" },
      { code: "deux", section: "other", label: said, type: "long", maxWords: 10, showIf: "un", showValue: "oui" },
    ],
    options: [{ question: "un", code: "oui", name: said }],
    indicators: [{ code: "un", name: said, unit: { fr: words.slice(0, 80) }, definition: said }],
    tranches: [{ percentage: 100, condition: "agreement" }],
    reports: [{ type: "final", months: 6, after: "project_end" }],
    budgetLines: [{ code: "un", side: "expense", account: "60", name: said }],
  };
}
const dates: Record<string, string> = {
  since: "2019",
  until: "2024",
  plannedStart: "2019",
  actualStart: "2019",
  plannedEnd: "2024",
  endsOn: "2024-01-01",
};
const numbers: Record<string, number> = { percentage: 100, genderMarker: 1, mitigationMarker: 1, adaptationMarker: 1, baselineYear: 2019 };

function sample(fields: Fields, words: string, ids: Ids): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, { widget }]) => [name, sampleValue(name, widget, words, ids)]));
}

function sampleValue(name: string, widget: Widget, words: string, ids: Ids): unknown {
  switch (widget.type) {
    case "text":
      return name === "currency" ? "EUR" : widget.localised ? { fr: words, en: words } : words.slice(0, widget.max);
    case "texts":
      return [words];
    case "choice":
      return widget.options[0];
    case "reference":
      return ids[widget.to] ?? null;
    case "terms":
      return [];
    case "term":
      return ids[widget.vocabulary] ?? null;
    case "country":
      return "IT";
    case "date":
      return dates[name] ?? "2020-01-02";
    case "number":
      return numbers[name] ?? Math.min(Math.max(widget.min, 10), widget.max);
    case "instant":
      return "2026-01-02T10:00:00Z";
    case "cents":
      return 12_300;
    case "flag":
      return false;
    case "url":
      return "https://example.org/a";
    case "file":
      return ids.file ?? null;
    case "list":
      return [lineOf(widget.fields, words, ids)];
  }
}

/** Of partner, organisation, network and person, a line names one, as it does of project, award and agreement; a step of an agreement suspends it. */
function lineOf(fields: Fields, words: string, ids: Ids): Record<string, unknown> {
  const one = "partner" in fields && "organisation" in fields && "network" in fields;
  const link = "project" in fields && "award" in fields && "agreement" in fields;
  return {
    ...sample(fields, words, ids),
    ...(link ? { award: null, agreement: null } : {}),
    ...(one && "person" in fields ? { person: null } : {}),
    ...(one ? { organisation: null, network: null } : {}),
    ...(!one && "person" in fields && "organisation" in fields ? { organisation: null } : {}),
    ...("reason" in fields ? { type: "suspended" } : {}),
  };
}
