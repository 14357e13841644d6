import type { City } from "../../../platform/city.ts";
import { mainLanguage } from "../../../platform/i18n/languages.ts";
import { kindOf } from "../../../register/kinds.ts";
import type { Problem } from "../../../register/record/kind.ts";
import { parseDocument } from "../../../register/record/parse.ts";
import type { Status } from "../../../register/record/states.ts";
import { href } from "../../../ui/paths.ts";
import { isCity, ownRecordOf } from "./identities.ts";
import type { readKnown, TakenProjects } from "./lookup-store.ts";
import { detached } from "./node.ts";
import type { NewOrganisation, Organisations } from "./organisations.ts";
import type { Party } from "./parties.ts";
import { placeFinder } from "./places.ts";
import type { Read } from "./read.ts";
import { programmeOf, projectOf, type Resolved } from "./record.ts";
import type { Activity } from "./rules.ts";
import type { Telling, ToldCode } from "./told.ts";

const tagLists = () => ({ programme: href(mainLanguage(), "programmes"), theme: href(mainLanguage(), "data") });

interface Names {
  city: City;
  known: Awaited<ReturnType<typeof readKnown>>;
  organisations: Organisations;
  /** Those of the register and of the file so far. */
  programmes: ReadonlyMap<string, Status>;
  telling: Telling;
  tell(code: ToldCode, activity: Activity, values?: Record<string, string | number>): void;
}

/** Makes of each activity of a file what its record is to say; the new organisations that it names are kept until a record needs them. */
export function documentMaker({ city, known, organisations, programmes, telling, tell }: Names) {
  const placeOf = placeFinder(known.places);
  const references = new Set<string>();
  /** New organisations that no record of the file needs yet: those that named them were left out. */
  const waiting = new Map<string, NewOrganisation>();

  return { documentOf, take };

  /** The document of an activity, with the organisations that it names; undefined when the register refuses it. */
  function documentOf(read: Read, kind: "project" | "programme", id: string, now: TakenProjects) {
    const { activity, own } = read;
    const bodies: string[] = [];
    const drafts: { kind: string; id: string }[] = [];
    const named = (what: string, one: { id: string; status: Status }) => {
      if (one.status !== "published") drafts.push({ kind: what, id: one.id });
    };
    const find = (party: Party, only: boolean) => {
      const found = organisations.find(party, only);
      if (found.made) waiting.set(found.made.id, found.made);
      if (found.match.kind === "organisation") bodies.push(found.match.id);
      if (found.match.ambiguous)
        telling.tell({
          line: party.line,
          element: "organisation",
          identifier: activity.identifier,
          code: "organisation_ambiguous",
          values: { id: found.match.id },
        });
      named(found.match.kind, found.match);
      return found.match;
    };
    const reportedBy = own ? null : find(activity.reporter, true).id;
    const parties = activity.participants
      .filter((one) => !(own && one.ref && isCity(one.ref, city) && (one.role === "funder" || one.role === "accountable")))
      .map((one) => ({ role: one.role, match: find(one, false) }));
    const countries = activity.countries.map(({ code }) => code);
    const places = kind === "project" ? activity.sites.map((site) => placeOf(site, countries)) : [];
    for (const place of places) if (place) named("place", place);
    const programme = own ? programmeFor(activity, kind, id) : null;
    if (programme) named("programme", { id: programme, status: programmes.get(programme)! });
    const resolved: Resolved = {
      own,
      reportedBy,
      programme,
      themes: own ? codesOf(activity, tagLists().theme).filter((code) => known.themes.has(code)) : [],
      reference: own && kind === "project" ? referenceOf(activity, id, now) : null,
      parties,
      places,
    };
    const document = kind === "project" ? projectOf(activity, resolved) : programmeOf(activity, resolved);
    const parsed = parseLeniently(kind, document, activity);
    return parsed && { document: parsed, organisations: bodies, drafts };
  }

  /** The new organisations among these, to be written now. */
  function take(ids: readonly string[]): NewOrganisation[] {
    return [...new Set(ids)].flatMap((id) => {
      const one = waiting.get(id);
      waiting.delete(id);
      return one ?? [];
    });
  }

  function parseLeniently(kind: "project" | "programme", document: Record<string, unknown>, activity: Activity) {
    const parse = (given: Record<string, unknown>) => parseDocument(kindOf(kind), given, true);
    let parsed = parse(document);
    if (!parsed.ok && parsed.problems.every(({ path }) => path === "website")) {
      tell("address", activity, { value: String(document.website) });
      parsed = parse({ ...document, website: null });
    }
    if (parsed.ok) return parsed.document;
    const [problem] = parsed.problems as [Problem];
    tell("invalid", activity, { field: problem.path, problem: problem.code });
    return undefined;
  }

  function programmeFor(activity: Activity, kind: string, id: string): string | null {
    const parent = activity.parent ? ownRecordOf(activity.parent, city) : undefined;
    const tagged = codesOf(activity, tagLists().programme)[0];
    const wanted = parent?.kind === "programme" ? parent.id : tagged;
    if (!wanted || (kind === "programme" && wanted === id)) return null;
    if (programmes.has(wanted)) return wanted;
    tell("parent_later", activity, { id: wanted });
    return null;
  }

  function referenceOf({ identifier, reference }: Activity, id: string, now: TakenProjects): string | null {
    if (!reference || references.has(reference)) return null;
    const holder = now.references.get(reference);
    if (holder !== undefined && holder !== id) return null;
    references.add(detached(reference));
    return identifier === "" ? null : reference;
  }
}

function codesOf({ ownTags }: Activity, list: string): string[] {
  return [
    ...new Set(ownTags.flatMap(({ list: address, code }) => (URL.canParse(address) && new URL(address).pathname === list ? [code] : []))),
  ];
}
