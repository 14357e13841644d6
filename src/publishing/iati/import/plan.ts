import type { City } from "../../../platform/city.ts";
import type { Database } from "../../../platform/database/connect.ts";
import { kindOf } from "../../../register/kinds.ts";
import { changedFields } from "../../../register/record/history.ts";
import { slugOf } from "../../../register/record/slug.ts";
import type { Status } from "../../../register/record/states.ts";
import { findRecords } from "../../../register/record/store.ts";
import { documentMaker } from "./document.ts";
import { possibleDuplicates } from "./duplicates.ts";
import { ownRecordOf } from "./identities.ts";
import { activitiesBefore, type Before, type readKnown, type TakenProjects, takenProjects } from "./lookup-store.ts";
import { type NewOrganisation, Organisations } from "./organisations.ts";
import { digestOf, type Read, type ReadOne } from "./read.ts";
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
  const programmes = new Map(known.programmes);
  const taken = new Set<string>();
  const { documentOf, take } = documentMaker({ city, known, organisations, programmes, telling, tell });

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

  function refused(identifier: string): undefined {
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

  function first(read: Read, stem: ReturnType<typeof stemOf>, now: TakenProjects): Planned | undefined {
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
    if (!made) return refused(activity.identifier);
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
    now: TakenProjects,
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
    if (!made) return refused(activity.identifier);
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
}
