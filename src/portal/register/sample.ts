import { type KindName, kindOf } from "../../register/kinds.ts";
import type { Fields, Widget } from "../../register/record/fields.ts";

type Ids = Partial<Record<string, string>>;

/** A document of a kind with `words` in every text that a person may fill in, and `ids` for what it must refer to. */
export function sampleOf(name: KindName, words: string, ids: Ids): Record<string, unknown> {
  return { ...sample(kindOf(name).fields, words, ids), ...fixed[name] };
}

// What a rule across fields asks for.
const fixed: Partial<Record<KindName, Record<string, unknown>>> = {
  organisation: { noIdentifier: "unknown", siret: null, siren: null, rna: null, foreignScheme: null, foreignId: null },
  document: { file: null, url: "https://example.org/a", language: "fr" },
  partner: { wikidata: "Q90" },
  agreement: { state: "suspended" },
  award: { tranches: [], aggregate: true, aggregatedCount: 2 },
  figure: { series: "a-series", measure: "count", currency: null, interpreted: true, periodStart: null, periodEnd: null },
  programme: { startedOn: null },
  place: { geonamesId: null },
};
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

/** Of partner, organisation and network, a line names one; a step of an agreement suspends it. */
function lineOf(fields: Fields, words: string, ids: Ids): Record<string, unknown> {
  const one = "partner" in fields && "organisation" in fields && "network" in fields;
  return {
    ...sample(fields, words, ids),
    ...(one ? { organisation: null, network: null } : {}),
    ...("reason" in fields ? { type: "suspended" } : {}),
  };
}
