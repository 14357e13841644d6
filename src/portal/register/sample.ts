import type { Fields } from "../../register/record/fields.ts";
import { type KindName, kindOf } from "../../register/kinds.ts";

/** A document of a kind with `words` in every text that a person may fill in, and `ids` for what it must refer to. */
export function sampleOf(name: KindName, words: string, ids: Partial<Record<string, string>>): Record<string, unknown> {
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
const reference = (to: string, ids: Partial<Record<string, string>>) => ids[to] ?? null;

function sample(fields: Fields, words: string, ids: Partial<Record<string, string>>): Record<string, unknown> {
  // Of partner, organisation and network, a line names one.
  const lines = (inner: Fields) => [{ ...sample(inner, words, ids), ...("partner" in inner && "organisation" in inner && "network" in inner ? { organisation: null, network: null } : {}), ...("reason" in inner ? { type: "suspended" } : {}) }];
  return Object.fromEntries(
    Object.entries(fields).map(([name, { widget }]) => {
      switch (widget.type) {
        case "text": return [name, name === "currency" ? "EUR" : widget.localised ? { fr: words, en: words } : words.slice(0, widget.max)];
        case "texts": return [name, [words]];
        case "choice": return [name, widget.options[0]];
        case "reference": return [name, reference(widget.to, ids)];
        case "terms": return [name, []];
        case "term": return [name, ids[widget.vocabulary] ?? null];
        case "country": return [name, "IT"];
        case "date": return [name, name.startsWith("since") || name.endsWith("Start") || name === "baselineYear" ? "2019" : name.startsWith("planned") || name === "until" || name === "endsOn" ? "2024-01-01" : "2020-01-02"];
        case "number": return [name, name === "percentage" ? 100 : name.endsWith("Marker") ? 1 : name.endsWith("Year") ? 2019 : Math.min(Math.max(widget.min, 10), widget.max)];
        case "cents": return [name, 12_300];
        case "flag": return [name, false];
        case "url": return [name, "https://example.org/a"];
        case "file": return [name, ids.file ?? null];
        case "list": return [name, lines(widget.fields)];
      }
    }),
  );
}
