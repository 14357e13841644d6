import { agreementStates, agreementTypes } from "../../register/agreement/rules.ts";
import { documentTypes } from "../../register/document/rules.ts";
import { phases } from "../../register/edition/rules.ts";
import { honourStates, honourTypes, recipients } from "../../register/honour/rules.ts";
import { type KindName, kindOf } from "../../register/kinds.ts";
import { missionStates, missionTypes } from "../../register/mission/rules.ts";
import { moments } from "../../register/occasion/filters.ts";
import { occasionStates, occasionTypes } from "../../register/occasion/rules.ts";
import { partnerTypes } from "../../register/partner/rules.ts";
import { prizeRoles } from "../../register/prize/rules.ts";
import { programmeTypes } from "../../register/programme/rules.ts";
import { reporters } from "../../register/project/filters.ts";
import { projectStates } from "../../register/project/rules.ts";
import {
  choice,
  type Fields,
  flag,
  list,
  localised,
  number,
  publicFields,
  reference,
  requiredReference,
  requiredText,
  terms,
  text,
  type Widget,
} from "../../register/record/fields.ts";
import { ageBands, contributors, natures } from "../../register/story/rules.ts";
import type { Param } from "./operation.ts";
import * as p from "./params.ts";

/** What the API lists: the records of a kind, or one of the lists that they take their codes from. */
export interface Resource {
  /** In the address. */
  name: string;
  /** The view of the schema "published" that holds it, and what the messages call it: "kind.<table>". */
  table: string;
  /** Undefined: a list of codes, which has no state, no version and no page. */
  kind: KindName | undefined;
  /** The column that its address names. */
  id: "id" | "code";
  fields: Fields;
  filters: readonly Param[];
  /** Orders beside that of the identifier, each a key of `sortKeys` (matching-store.ts). */
  sorts: readonly string[];
  /** What `include` may bring beside what the record names itself: records of another kind that name this one. */
  referrers: readonly { name: string; table: KindName; by: string }[];
}

/** The filters that every list of records has. */
const common = [p.several("id"), p.flag("demo"), p.instant("updatedSince")];
const words = p.text("q", { example: "eau" });

function records(name: string, kind: KindName, rest: Partial<Pick<Resource, "filters" | "sorts" | "referrers">> = {}): Resource {
  const { filters = [], sorts = [], referrers = [] } = rest;
  return {
    name,
    table: kind,
    kind,
    id: "id",
    fields: publicFields(kindOf(kind).fields),
    filters: [...filters, ...common],
    sorts: ["name", "updated", ...sorts],
    referrers,
  };
}

export const projectFilters: readonly Param[] = [
  words,
  p.several("theme", { example: "water" }),
  p.several("country", { example: "SN" }),
  p.several("programme"),
  p.several("goal", { example: "6" }),
  p.anyOf("state", projectStates),
  p.year(),
  p.number("min"),
  p.number("max"),
  p.oneOf("reporter", reporters),
];

export const resources = [
  records("projects", "project", {
    filters: projectFilters,
    sorts: ["recent", "amount", "start"],
    referrers: [
      { name: "awards", table: "award", by: "project" },
      { name: "figures", table: "figure", by: "project" },
    ],
  }),
  records("programmes", "programme", {
    filters: [words, p.anyOf("type", programmeTypes), p.several("theme")],
    referrers: [
      { name: "calls", table: "call", by: "programme" },
      { name: "figures", table: "figure", by: "programme" },
    ],
  }),
  records("partners", "partner", {
    filters: [words, p.anyOf("type", partnerTypes), p.several("country"), p.oneOf("agreement", ["yes", "no"])],
    referrers: [{ name: "agreements", table: "agreement", by: "partner" }],
  }),
  records("agreements", "agreement", {
    filters: [
      words,
      p.anyOf("type", agreementTypes),
      p.anyOf("state", agreementStates),
      p.several("country"),
      p.several("partner"),
      p.oneOf("dated", ["yes", "no"]),
    ],
    sorts: ["date"],
    referrers: [{ name: "projects", table: "project", by: "agreement" }],
  }),
  records("networks", "network", {
    filters: [words, p.several("theme")],
    referrers: [{ name: "figures", table: "figure", by: "network" }],
  }),
  records("organisations", "organisation", {
    filters: [
      words,
      p.several("type", { example: "22" }),
      p.several("country"),
      p.oneOf("grants", ["yes", "no"]),
      p.text("siret"),
      p.text("siren"),
      p.text("rna"),
    ],
    referrers: [
      { name: "awards", table: "award", by: "organisation" },
      { name: "subsidies", table: "subsidy", by: "organisation" },
    ],
  }),
  records("awards", "award", {
    filters: [words, p.year(), p.several("organisation"), p.several("programme"), p.several("project"), p.number("min"), p.number("max")],
    sorts: ["recent", "amount"],
  }),
  records("subsidies", "subsidy", {
    filters: [p.several("organisation"), p.several("funder"), p.year()],
    sorts: ["recent", "amount"],
  }),
  records("figures", "figure", {
    filters: [p.text("about", { example: "network.c40" }), p.several("series")],
    sorts: ["date"],
  }),
  records("calls", "call", {
    filters: [p.several("programme")],
    referrers: [{ name: "editions", table: "edition", by: "call" }],
  }),
  records("editions", "edition", {
    filters: [p.several("programme"), p.several("call"), p.anyOf("state", phases)],
    sorts: ["closes"],
  }),
  records("occasions", "occasion", {
    filters: [
      words,
      p.anyOf("type", occasionTypes),
      p.anyOf("state", occasionStates),
      p.oneOf("when", moments),
      p.year(),
      p.text("from", { example: "2027-05-01" }),
      p.text("to", { example: "2027-05-31" }),
      p.several("theme"),
      p.several("country"),
      p.several("partner"),
      p.several("organisation"),
      p.several("programme"),
    ],
    sorts: ["date"],
  }),
  records("honours", "honour", {
    filters: [
      words,
      p.anyOf("type", honourTypes),
      p.anyOf("recipient", recipients),
      p.anyOf("state", honourStates),
      p.several("country"),
      p.several("theme"),
      p.year(),
    ],
    sorts: ["date"],
  }),
  records("prizes", "prize", { filters: [words, p.anyOf("role", prizeRoles), p.several("country"), p.several("theme"), p.year()] }),
  records("missions", "mission", {
    filters: [
      words,
      p.anyOf("state", missionStates),
      p.anyOf("type", missionTypes),
      p.several("country"),
      p.several("skill", { example: "water" }),
      p.several("theme", { example: "water" }),
      p.several("partner"),
      p.several("project"),
      p.several("programme"),
      p.year(),
    ],
    sorts: ["recent"],
  }),
  records("pages", "page", { filters: [words, p.several("theme"), p.several("section")] }),
  {
    name: "stories",
    table: "story",
    kind: undefined,
    id: "id",
    fields: {
      project: requiredReference("project"),
      partner: reference("partner"),
      nature: choice(natures),
      contributor: choice(contributors, { optional: true }),
      displayName: text(),
      ageBand: choice(ageBands, { optional: true }),
      neighbourhood: text(),
      themes: terms("story-theme"),
      yearFrom: number({ step: 1 }),
      yearTo: number({ step: 1 }),
      language: requiredText(),
      title: text(),
      words: requiredText(),
      shortened: flag(),
      translations: list("story_translation", {
        language: requiredText(),
        title: text(),
        words: requiredText(),
        author: text(),
        machine: flag(),
      }),
      demo: flag(),
    },
    filters: [p.several("partner"), p.several("language"), p.several("theme"), ...common],
    sorts: ["updated"],
    referrers: [],
  },
  records("documents", "document", { filters: [words, p.anyOf("type", documentTypes)], sorts: ["date"] }),
  records("places", "place", { filters: [p.several("country")] }),
  records("media", "media"),
  records("sources", "source", { sorts: ["date"] }),
  {
    name: "countries",
    table: "country",
    kind: undefined,
    id: "code",
    fields: {
      name: localised(),
      continent: choice(["africa", "america", "asia", "europe", "oceania", "antarctica"]),
      latitude: number(),
      longitude: number(),
    },
    filters: [p.anyOf("continent", ["africa", "america", "asia", "europe", "oceania", "antarctica"])],
    sorts: ["name"],
    referrers: [],
  },
  {
    name: "terms",
    table: "term",
    kind: undefined,
    id: "code",
    fields: {
      vocabulary: requiredText(),
      name: localised(),
      definition: localised(),
      parent: text(),
      position: number(),
      withdrawn: flag(),
    },
    filters: [],
    sorts: ["position", "name"],
    referrers: [],
  },
] as const satisfies readonly Resource[] as readonly Resource[];

export function resourceOf(name: string): Resource {
  const found = resources.find((one) => one.name === name);
  if (!found) throw new Error(`no resource ${name}`);
  return found;
}

/** The resource that lists the records of a kind, where there is one. */
export function resourceOfKind(kind: string): Resource | undefined {
  return resources.find((one) => one.table === kind);
}

/** The relations that `include` may bring: what the record itself names, and those that name it. */
export function relationsOf({ fields, referrers }: Resource): string[] {
  const named = Object.entries(fields).flatMap(([name, { widget }]) => (widget.type === "reference" ? [name] : []));
  return [...named, ...referrers.map(({ name }) => name)];
}

/** True for a field of a record that is brought along with another: no list of lines, no file, no long text. */
export function isBrief(widget: Widget): boolean {
  return widget.type !== "list" && widget.type !== "file" && !(widget.type === "text" && widget.long);
}
