import type { City } from "../../../platform/city.ts";
import type { Database } from "../../../platform/database/connect.ts";
import { languages } from "../../../platform/i18n/languages.ts";
import { kindOf } from "../../../register/kinds.ts";
import { changedFields } from "../../../register/record/history.ts";
import type { Problem } from "../../../register/record/kind.ts";
import { parseDocument } from "../../../register/record/parse.ts";
import { slugOf } from "../../../register/record/slug.ts";
import type { Status } from "../../../register/record/states.ts";
import { findRecords } from "../../../register/record/store.ts";
import { href } from "../../../ui/paths.ts";
import { possibleDuplicates } from "./duplicates.ts";
import { isCity, ownRecordOf } from "./identities.ts";
import { activitiesBefore, type Before, type readKnown, takenProjects } from "./lookup-store.ts";
import { detached } from "./node.ts";
import { type NewOrganisation, Organisations } from "./organisations.ts";
import type { Party } from "./parties.ts";
import { placeFinder } from "./places.ts";
import { digestOf, type Read, type ReadOne } from "./read.ts";
import { programmeOf, projectOf, type Resolved } from "./record.ts";
import type { Activity } from "./rules.ts";
import type { Telling, ToldCode } from "./told.ts";

export type Outcome = "created" | "changed" | "unchanged" | "kept" | "refused";

/** What is to be done for one activity of the file. */
export interface Planned {
  identifier: string;
  outcome: "created" | "changed";
  kind: "project" | "programme";
  id: string;
  status: Status;
  /** Of the record as it stands; 0 for a new one. */
  version: number;
  changed: string[];
  document: Record<string, unknown>;
  activity: Activity;
  own: boolean;
  xml: string;
  digest: string;
  organisations: NewOrganisation[];
}

export interface PlanContext {
  city: City;
  known: Awaited<ReturnType<typeof readKnown>>;
  same: ReadonlyMap<string, string>;
  publish: boolean;
  telling: Telling;
  /** Called with what becomes of each activity, in the order of the file. */
  onOutcome(outcome: Outcome, identifier: string, id: string, digest: string): void;
}

/** Plans a file batch by batch. What one batch takes, an identifier, a new organisation, is taken for those after. */
export function planner(context: PlanContext) {
  const { city, known, telling } = context;
  const organisations = new Organisations(known.organisations, known.others, context.same, context.publish ? "published" : "draft");
  const placeOf = placeFinder(known.places);
  const programmes = new Map(known.programmes);
  const [taken, references] = [new Set<string>(), new Set<string>()];
  const tagLists = { programme: href(languages[0], "programmes"), theme: href(languages[0], "data") };
  /** New organisations that no record of the file needs yet: those that named them were left out. */
  const waiting = new Map<string, NewOrganisation>();

  return { plan, organisations };

  /** `db` reads the register; `writing`: it is the transaction that will write, and what it changes is locked. */
  async function plan(db: Database, batch: readonly ReadOne[], writing: boolean, importId: string | null): Promise<Planned[]> {
    const read = batch.flatMap((one) => {
      if (!("refused" in one)) return [one];
      refused(one.refused);
      return [];
    });
    const before = await activitiesBefore(
      db,
      read.map(({ activity }) => activity.identifier),
      writing,
    );
    const fresh = read.filter(({ activity }) => !before.has(activity.identifier));
    const stems = new Map(fresh.map(({ activity, own }) => [activity.identifier, stemOf(activity, own)]));
    const changing = read.flatMap(({ activity, digest }) => {
      const then = before.get(activity.identifier);
      return then && then.digest !== digest ? [then] : [];
    });
    const [takenNow, ...records] = await Promise.all([
      takenProjects(
        db,
        [...stems.values()].map(({ id }) => id),
        read.flatMap(({ activity, own }) => (own && activity.reference ? [activity.reference] : [])),
      ),
      ...(["project", "programme"] as const).map((kind) =>
        findRecords(
          db,
          kindOf(kind),
          changing.flatMap((one) => (one.kind === kind ? [one.record] : [])),
        ),
      ),
    ]);
    const documents = new Map(records.flat().map((record) => [`${record.kind} ${record.id}`, record.document]));
    // A programme may come after its parts in a batch.
    for (const { activity, own } of fresh) {
      const mine = own ? ownRecordOf(activity.identifier, city) : undefined;
      if (mine?.kind === "programme" && !programmes.has(mine.id)) programmes.set(mine.id, context.publish ? "published" : "draft");
    }
    const planned = read
      .sort((a, b) => rank(a) - rank(b))
      .flatMap((one) => {
        const then = before.get(one.activity.identifier);
        const done = then ? again(one, then, documents, takenNow) : first(one, stems.get(one.activity.identifier)!, takenNow);
        return done ?? [];
      });
    const created = new Set(
      planned.flatMap(({ outcome, kind, identifier }) => (outcome === "created" && kind === "project" ? [identifier] : [])),
    );
    const doubts = await possibleDuplicates(
      db,
      read.filter(({ activity }) => created.has(activity.identifier)),
      city,
      importId,
    );
    for (const { read: one, code, id } of doubts) tell(code, one.activity, { id, kind: "project" });
    return planned;
  }

  /** Programmes first, those that have parts before their parts. */
  function rank({ activity, own }: Read): number {
    return own && ownRecordOf(activity.identifier, city)?.kind === "programme" ? activity.hierarchy : 1_000;
  }

  function refused(identifier: string): void {
    context.onOutcome("refused", identifier, "", "");
  }
  function tell(code: ToldCode, { identifier, line }: Activity, values?: Record<string, string | number>): void {
    telling.tell({ line, element: "iati-activity", identifier, code, ...(values ? { values } : {}) });
  }

  /** The record of an activity that came from here, else an identifier made from its own. */
  function stemOf({ identifier }: Activity, own: boolean): { kind: "project" | "programme"; id: string; exact: boolean } {
    const mine = own ? ownRecordOf(identifier, city) : undefined;
    return mine ? { ...mine, exact: true } : { kind: "project", id: slugOf(identifier), exact: false };
  }

  function first(read: Read, stem: ReturnType<typeof stemOf>, now: Awaited<ReturnType<typeof takenProjects>>): Planned | undefined {
    const { activity } = read;
    const native = stem.kind === "programme" ? known.programmes.has(stem.id) : now.ids.has(stem.id);
    if (stem.exact && native && !taken.has(`${stem.kind} ${stem.id}`)) {
      tell("native", activity, { id: stem.id });
      return void context.onOutcome("kept", activity.identifier, stem.id, read.digest);
    }
    const free = !native && !taken.has(`${stem.kind} ${stem.id}`);
    const id = free ? stem.id : `${stem.id}-${digestOf(activity.identifier).slice(0, 8)}`;
    taken.add(`${stem.kind} ${id}`);
    const made = documentOf(read, stem.kind, id, now);
    if (!made) return undefined;
    const status: Status = context.publish && made.drafts.length === 0 ? "published" : "draft";
    if (context.publish && status === "draft") tell("draft_named", activity, { kind: made.drafts[0]!.kind, id: made.drafts[0]!.id });
    if (stem.kind === "programme") programmes.set(id, status);
    context.onOutcome("created", activity.identifier, id, read.digest);
    return {
      ...base(read),
      outcome: "created",
      kind: stem.kind,
      id,
      status,
      version: 0,
      changed: [],
      document: made.document,
      organisations: take(made.organisations),
    };
  }

  function again(
    read: Read,
    then: Before,
    documents: ReadonlyMap<string, Record<string, unknown>>,
    now: Awaited<ReturnType<typeof takenProjects>>,
  ): Planned | undefined {
    const { activity } = read;
    const leave = (outcome: Outcome) => void context.onOutcome(outcome, activity.identifier, then.record, read.digest);
    if (then.digest === read.digest) return leave("unchanged");
    if (then.own !== read.own) {
      tell("reporter_changed", activity, { before: then.reporterRef, now: activity.reporter.ref });
      return leave("refused");
    }
    if (then.version !== then.recordVersion) {
      tell("edited_since", activity, { id: then.record, kind: then.kind });
      return leave("kept");
    }
    const made = documentOf(read, then.kind, then.record, now);
    if (!made) return undefined;
    if (then.status === "published" && made.drafts.length > 0) {
      tell("publish_needed", activity, { id: then.record, kind: then.kind });
      return leave("kept");
    }
    const changed = changedFields(kindOf(then.kind), documents.get(`${then.kind} ${then.record}`)!, made.document);
    context.onOutcome("changed", activity.identifier, then.record, read.digest);
    return {
      ...base(read),
      outcome: "changed",
      kind: then.kind,
      id: then.record,
      status: then.status,
      version: then.version,
      changed,
      document: made.document,
      organisations: take(made.organisations),
    };
  }

  function base({ activity, own, xml, digest }: Read) {
    return { identifier: activity.identifier, activity, own, xml, digest };
  }

  /** The document of an activity, with the organisations that it names; undefined when the register refuses it. */
  function documentOf(read: Read, kind: "project" | "programme", id: string, now: Awaited<ReturnType<typeof takenProjects>>) {
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
      themes: own ? codesOf(activity, tagLists.theme).filter((code) => known.themes.has(code)) : [],
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
    refused(activity.identifier);
    return undefined;
  }

  function programmeFor(activity: Activity, kind: string, id: string): string | null {
    const parent = activity.parent ? ownRecordOf(activity.parent, city) : undefined;
    const tagged = codesOf(activity, tagLists.programme)[0];
    const wanted = parent?.kind === "programme" ? parent.id : tagged;
    if (!wanted || (kind === "programme" && wanted === id)) return null;
    if (programmes.has(wanted)) return wanted;
    tell("parent_later", activity, { id: wanted });
    return null;
  }

  function referenceOf({ identifier, reference }: Activity, id: string, now: Awaited<ReturnType<typeof takenProjects>>): string | null {
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
