import type { Database } from "../../platform/database/connect.ts";
import { BATCH, inBatches } from "../batches.ts";
import { projectActivity } from "./activity.ts";
import { activityRows } from "./activity-store.ts";
import { homelessAwards } from "./awards-store.ts";
import type { Fault, IatiContext } from "./context.ts";
import { activityIdentifier } from "./identifiers.ts";
import { programmeActivity } from "./programme.ts";
import { activityXml, merged, split } from "./reported.ts";
import { type Listed, lastProjectChange, listProjects, type ReportedRow } from "./reported-store.ts";
import { type Branch, latest } from "./tree.ts";

/** One activity of the file. */
export interface Activity {
  kind: "project" | "programme";
  record: string;
  identifier: string;
  xml: string;
  /** It goes out as it came in. */
  asReported: boolean;
  faults: Fault[];
}

/** The city's own activities, by batches: the programmes, then the projects, each in the order of its records. */
export async function* activities(db: Database, context: IatiContext): AsyncGenerator<Activity[]> {
  const programmes = [...context.tree.values()];
  for (let i = 0; i < programmes.length; i += BATCH) yield programmes.slice(i, i + BATCH).map((branch) => ofProgramme(branch, context));
  for await (const listed of inBatches((after) => listProjects(db, after, BATCH))) yield ofProjects(db, listed, context);
}

/** The awards that go out in no activity. */
export async function untold(db: Database): Promise<Fault[]> {
  return (await homelessAwards(db)).map((record) => ({ kind: "award", record, code: "no_activity" }));
}

/** When the last of what the file holds changed: the same content is the same file, wherever it is made. */
export async function lastChange(db: Database, { tree, awardChanges }: IatiContext): Promise<Date | undefined> {
  const withAwards = [...awardChanges.keys()].flatMap((home) => (home.startsWith("project ") ? [home.slice("project ".length)] : []));
  const programmes = [...tree.values()].map((branch) =>
    isAsReported(branch.reported, `programme ${branch.row.id}`, awardChanges, branch.children)
      ? branch.reported!.updatedAt
      : latest([branch.row.updatedAt, branch.changedAt]),
  );
  return latest([await lastProjectChange(db, withAwards), ...programmes, ...awardChanges.values()]);
}

/** True when the record still says what its activity says, has no award, and no part that the activity does not name. */
function isAsReported(
  reported: ReportedRow | null | undefined,
  home: string,
  awards: ReadonlyMap<string, Date>,
  children: readonly string[],
): boolean {
  return Boolean(
    reported && reported.changed.length === 0 && !awards.has(home) && children.every((ref) => reported.xml.includes(`ref="${ref}"`)),
  );
}

function ofProgramme(branch: Branch, context: IatiContext): Activity {
  const { row, reported, identifier, children } = branch;
  const about = { kind: "programme", record: row.id, identifier } as const;
  if (isAsReported(reported, `programme ${row.id}`, context.awardChanges, children))
    return { ...about, xml: reported!.xml, asReported: true, faults: [] };
  const { written, faults } = programmeActivity(branch, context);
  return { ...about, xml: reported ? merged(reported.xml, written, reported.changed) : activityXml(written), asReported: false, faults };
}

async function ofProjects(db: Database, listed: Listed[], context: IatiContext): Promise<Activity[]> {
  const asReported = ({ id, reported }: Listed) => isAsReported(reported, `project ${id}`, context.awardChanges, []);
  const rows = await activityRows(
    db,
    listed.filter((one) => !asReported(one)).map(({ id }) => id),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return listed.map(({ id, reported }): Activity => {
    const identifier = reported?.identifier ?? activityIdentifier(context.city, id);
    const about = { kind: "project", record: id, identifier } as const;
    const row = byId.get(id);
    if (!row) return { ...about, xml: reported!.xml, asReported: true, faults: [] };
    const { written, faults } = projectActivity(row, identifier, context);
    return { ...about, xml: reported ? merged(reported.xml, written, reported.changed) : activityXml(written), asReported: false, faults };
  });
}

/** How many elements of a name an activity has. */
export const countOf = (xml: string, name: string) => split(xml).children.filter((one) => one.name === name).length;
