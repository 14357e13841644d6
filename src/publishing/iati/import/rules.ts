import type { Localised } from "../../../platform/localised.ts";
import type { ProjectResult, projectStates } from "../../../register/project/rules.ts";
import { budgetOf, type ReportedTransaction, transactionsOf } from "./money.ts";
import { attributeOf, childOf, childrenOf, ownText, rawAttribute, type XmlNode } from "./node.ts";
import { type Participant, type Party, participantsOf, partyOf } from "./parties.ts";
import { resultsOf } from "./results.ts";
import type { Share } from "./shares.ts";
import type { Tell } from "./told.ts";
import { codeOf, cut, dayOf, inOneLine, type KnownCodes, languageOf, narrativesOf, type Reading } from "./values.ts";
import { goalsOf, markersOf, ownTagsOf, sectorsOf } from "./what.ts";
import { countriesOf, type Site, sitesOf } from "./where.ts";

/** What the register takes of an activity. All the rest is in its XML, which is kept whole. */
export interface Activity {
  identifier: string;
  line: number;
  reporter: Party & { ref: string; secondary: boolean };
  hierarchy: number;
  /** The identifier of the activity that it is a part of. */
  parent: string | null;
  updatedAt: string | null;
  name: Localised;
  description: Localised;
  state: (typeof projectStates)[number];
  dates: Record<DateName, string | null>;
  participants: Participant[];
  countries: Share[];
  sites: Site[];
  sectors: Share[];
  goals: string[];
  targets: string[];
  ownTags: { list: string; code: string }[];
  markers: ReturnType<typeof markersOf>;
  humanitarian: boolean;
  collaboration: string | null;
  aidType: string | null;
  /** Its own page. `alone`: the file does not say in which language, as it does of the pages of a public portal. */
  website: { url: string; alone: boolean } | null;
  budget: { cents: number; currency: string } | null;
  currency: string | null;
  /** The reporter's own number for it (OtherIdentifierType A1). */
  reference: string | null;
  transactions: ReportedTransaction[];
  results: ProjectResult[];
  /** The identifiers of other activities that it names, as the source of its money or as related to it. */
  named: string[];
}

type DateName = "plannedStart" | "actualStart" | "plannedEnd" | "actualEnd";
// IATI ActivityDateType.
const dateTypes: Record<string, DateName> = { "1": "plannedStart", "2": "actualStart", "3": "plannedEnd", "4": "actualEnd" };

// IATI ActivityStatus: 1 pipeline, 2 implementation, 3 finalisation (the work is done), 4 closed, 5 cancelled, 6 suspended.
const states: Record<string, Activity["state"]> = {
  "1": "planned",
  "2": "running",
  "3": "finished",
  "4": "finished",
  "5": "abandoned",
  "6": "suspended",
};

/** The longest identifier that is believed: indexed, shown, sent. */
const MOST_IDENTIFIER = 300;

/**
 * Reads an activity. Undefined when it has no identifier, reporter or title, which is told like every value that the record
 * cannot hold. `language` is that of narratives where neither they nor the activity name one; `today` is YYYY-MM-DD.
 */
export function readActivity(
  node: XmlNode,
  {
    tell,
    known,
    language,
    today,
    onIdentifier = () => {},
  }: { tell: Tell; known: KnownCodes; language: string; today: string; onIdentifier?: (identifier: string) => void },
): Activity | undefined {
  const identifier = ownText(childOf(node, "iati-identifier"));
  onIdentifier(identifier.slice(0, MOST_IDENTIFIER));
  const own = attributeOf(node, "xml:lang");
  const reading: Reading = { tell, known, today, language: languageOf(own) ?? language };
  if (languageOf(own) === undefined && hasBareNarrative(node)) tell("language_missing", node, { language });
  if (identifier === "") return void tell("identifier_missing", node);
  if (identifier.length > MOST_IDENTIFIER) return void tell("identifier_long", node, { maximum: MOST_IDENTIFIER });
  const reporter = reporterOf(node, reading);
  if (!reporter) return void tell("reporter_missing", childOf(node, "reporting-org") ?? node);
  const title = childOf(node, "title");
  const name = title ? cut(inOneLine(narrativesOf(title, reading)), 300, title, tell) : {};
  if (Object.keys(name).length === 0) return void tell("title_missing", title ?? node);
  const state = states[attributeOf(childOf(node, "activity-status"), "code") ?? ""];
  if (!state) {
    const status = childOf(node, "activity-status");
    tell(status ? "code_unknown" : "code_missing", status ?? node, { value: attributeOf(status, "code") ?? "activity-status" });
  }
  const currency = attributeOf(node, "default-currency");
  return {
    identifier,
    line: node.line,
    reporter,
    ...relationsOf(node),
    updatedAt: instantOf(node, tell),
    name,
    description: descriptionOf(node, reading),
    state: state ?? "running",
    dates: datesOf(node, reading),
    participants: participantsOf(node, reading),
    countries: countriesOf(node, reading),
    sites: sitesOf(node, reading),
    sectors: sectorsOf(node, reading),
    ...goalsOf(node, reading),
    ownTags: ownTagsOf(node),
    markers: markersOf(node, reading),
    humanitarian: ["1", "true"].includes(attributeOf(node, "humanitarian") ?? ""),
    collaboration: codeOf(childOf(node, "collaboration-type"), "collaboration-type", reading) ?? null,
    aidType:
      codeOf(
        childrenOf(node, "default-aid-type").find((one) => (attributeOf(one, "vocabulary") ?? "1") === "1"),
        "aid-type",
        reading,
      ) ?? null,
    website: websiteOf(node),
    budget: budgetOf(node, reading) ?? null,
    currency: currency && /^[A-Z]{3}$/.test(currency) ? currency : null,
    reference: referenceOf(node),
    transactions: transactionsOf(node, reading),
    results: resultsOf(node, reading),
  };
}

function reporterOf(activity: XmlNode, reading: Reading): Activity["reporter"] | undefined {
  const node = childOf(activity, "reporting-org");
  const party = node && partyOf(node, reading);
  if (!party?.ref) return undefined;
  return { ...party, ref: party.ref, secondary: ["1", "true"].includes(attributeOf(node, "secondary-reporter") ?? "") };
}

function hasBareNarrative(node: XmlNode): boolean {
  return node.children.some(
    (child) => typeof child !== "string" && ((child.name === "narrative" && !rawAttribute(child, "xml:lang")) || hasBareNarrative(child)),
  );
}

/** General description, objectives, target groups, others: in the order of the file, a paragraph each. */
function descriptionOf(activity: XmlNode, reading: Reading): Localised {
  const nodes = childrenOf(activity, "description");
  const all: Localised = {};
  for (const node of nodes)
    for (const [language, text] of Object.entries(narrativesOf(node, reading)))
      all[language] = all[language] === undefined ? text : `${all[language]}\n\n${text}`;
  return nodes[0] ? cut(all, 20_000, nodes[0], reading.tell) : all;
}

function datesOf(activity: XmlNode, { tell, today }: Reading): Activity["dates"] {
  const dates: Activity["dates"] = { plannedStart: null, actualStart: null, plannedEnd: null, actualEnd: null };
  const places: Partial<Record<DateName, XmlNode>> = {};
  for (const node of childrenOf(activity, "activity-date")) {
    const type = attributeOf(node, "type") ?? "";
    const name = Object.hasOwn(dateTypes, type) ? dateTypes[type] : undefined;
    const day = dayOf(node, tell);
    if (!name) tell("code_unknown", node, { value: type });
    else if (day && dates[name]) tell("date_twice", node, { value: day });
    else if (day && day > today && name.startsWith("actual")) tell("date_future", node, { value: day });
    else if (day) [dates[name], places[name]] = [day, node];
  }
  for (const [start, end] of [
    ["plannedStart", "plannedEnd"],
    ["actualStart", "actualEnd"],
  ] as const) {
    if (!dates[start] || !dates[end] || dates[start] <= dates[end]) continue;
    tell("date_order", places[end]!, { value: dates[end] });
    dates[end] = null;
  }
  return dates;
}

function instantOf(node: XmlNode, tell: Tell): string | null {
  const value = attributeOf(node, "last-updated-datetime");
  if (value === undefined) return null;
  // xsd:dateTime, also without a zone (then UTC), also a day alone.
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/.exec(value);
  const date = match && new Date(`${match[1]}T${match[2] ?? "00:00:00"}${match[3]?.slice(0, 4) ?? ""}${match[4] ?? "Z"}`);
  if (date && !Number.isNaN(date.getTime())) return date.toISOString();
  tell("date", node, { value });
  return null;
}

function relationsOf(node: XmlNode): Pick<Activity, "hierarchy" | "parent" | "named"> {
  const related = childrenOf(node, "related-activity");
  const parent = related.find((one) => attributeOf(one, "type") === "1");
  const hierarchy = attributeOf(node, "hierarchy") ?? "";
  const money = childrenOf(node, "transaction").map((one) => attributeOf(childOf(one, "provider-org"), "provider-activity-id"));
  const others = childrenOf(node, "participating-org").map((one) => attributeOf(one, "activity-id"));
  const named = [...related.map((one) => attributeOf(one, "ref")), ...money, ...others];
  return {
    hierarchy: /^[1-9]\d{0,2}$/.test(hierarchy) ? Number(hierarchy) : 1,
    parent: attributeOf(parent, "ref")?.slice(0, MOST_IDENTIFIER) ?? null,
    named: [...new Set(named.flatMap((one) => (one ? [one] : [])))].slice(0, 100),
  };
}

function referenceOf(activity: XmlNode): string | null {
  const own = childrenOf(activity, "other-identifier").find((node) => attributeOf(node, "type") === "A1");
  return attributeOf(own, "ref")?.slice(0, 80) ?? null;
}

/** The activity's own page: a link of category A12. */
function websiteOf(activity: XmlNode): Activity["website"] {
  const links = childrenOf(activity, "document-link").flatMap((node) => {
    const url = attributeOf(node, "url") ?? "";
    const page = childrenOf(node, "category").some((category) => attributeOf(category, "code") === "A12");
    return page && url.length <= 2_000 && /^https?:\/\//.test(url) && URL.canParse(url) ? [{ url, alone: !childOf(node, "language") }] : [];
  });
  return links.find(({ alone }) => alone) ?? links[0] ?? null;
}
