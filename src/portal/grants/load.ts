import { type DelaysOf, readDelays } from "../../funding/public/delay-store.ts";
import { grantsOfAwards, type Laureate, laureatesOf, type Outcome, outcomeOf } from "../../funding/public/grant-store.ts";
import type { PublicGrant } from "../../funding/public/rules.ts";
import type { Database } from "../../platform/database/connect.ts";
import { type AwardRecord, loadAward } from "../../register/award/store.ts";
import { type EditionRecord, loadEdition } from "../../register/edition/page-store.ts";
import { loadReported, type Reported } from "../../register/project/reported-store.ts";
import { loadProject, type ProjectRecord } from "../../register/project/store.ts";

/** A record of the register with what the platform knows of the grants behind it. */
export type AwardWithGrant = AwardRecord & { grant: PublicGrant | undefined; results: ProjectRecord["results"] };
export type ProjectWithGrants = ProjectRecord & { grants: ReadonlyMap<string, PublicGrant>; reported: Reported | undefined };
export type EditionWithResults = EditionRecord & { laureates: Laureate[]; outcome: Outcome | undefined; delays: DelaysOf | undefined };

export async function loadAwardWithGrant(db: Database, id: string, today: string): Promise<AwardWithGrant | undefined> {
  const award = await loadAward(db, id);
  if (!award) return undefined;
  const grant = (await grantsOfAwards(db, [id])).get(id);
  const project = grant && award.project ? await loadProject(db, award.project.id, today) : undefined;
  return { ...award, grant, results: project?.results ?? [] };
}

export async function loadProjectWithGrants(db: Database, id: string, today: string): Promise<ProjectWithGrants | undefined> {
  const project = await loadProject(db, id, today);
  if (!project) return undefined;
  return {
    ...project,
    reported: project.reportedAs === null ? undefined : await loadReported(db, id),
    grants: await grantsOfAwards(
      db,
      project.awards.map((award) => award.id),
    ),
  };
}

export async function loadEditionWithResults(db: Database, id: string): Promise<EditionWithResults | undefined> {
  const [edition, laureates] = await Promise.all([loadEdition(db, id), laureatesOf(db, id)]);
  if (!edition) return undefined;
  if (laureates.length === 0) return { ...edition, laureates, outcome: undefined, delays: undefined };
  const [outcome, delays] = await Promise.all([outcomeOf(db, id), readDelays(db, { edition: id })]);
  return { ...edition, laureates, outcome, delays: delays.find(({ of }) => of?.kind === "edition") };
}
