import type { Database } from "../../platform/database/connect.ts";
import { type LocatedPartner, type LocatedProject, locateProjects, selectLocatedPartners } from "../../register/map/store.ts";
import { BATCH, inBatches } from "../batches.ts";
import { idsOf, type ProjectSelection } from "../datasets/project-store.ts";

/** The projects with where they are, by batches: the rows that the map is drawn from. */
export function projectsByBatches(db: Database, selection?: ProjectSelection): AsyncGenerator<LocatedProject[]> {
  return inBatches(async (after) => {
    const ids = selection ? idsOf(db, selection) : db.selectFrom("project").select("project.id").where("project.reportedBy", "is", null);
    const rows = await ids.where("project.id", ">", after).orderBy("project.id").limit(BATCH).execute();
    return locateProjects(
      db,
      rows.map(({ id }) => id),
    );
  });
}

export function partnersByBatches(db: Database): AsyncGenerator<LocatedPartner[]> {
  return inBatches((after) => selectLocatedPartners(db).where("partner.id", ">", after).orderBy("partner.id").limit(BATCH).execute());
}
