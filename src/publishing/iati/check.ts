import type { City } from "../../platform/city.ts";
import type { Database } from "../../platform/database/connect.ts";
import { readReference } from "../reference-store.ts";
import { activity } from "./activity.ts";
import { activityRows, readAidLists } from "./activity-store.ts";
import type { Fault } from "./context.ts";
import { activitiesDocument, organisationFile } from "./files.ts";
import { activityIdentifier } from "./identifiers.ts";
import { type Finding, validateIati } from "./validate.ts";

export interface IatiReport {
  activities: number;
  /** What is wrong in the files, each with the project to mend where it is one's. */
  findings: (Finding & { record?: string })[];
  /** Projects that say too little: their activity is valid, but poorer than it might be. */
  faults: Fault[];
}

/** Checks what would go out, a batch at a time: as many projects as there are, in the memory of one batch. `db` sees only what is published. */
export async function checkIati(
  { db, city, baseUrl }: { db: Database; city: City; baseUrl: string },
  now = new Date(),
): Promise<IatiReport> {
  const context = {
    city,
    baseUrl,
    reference: await readReference(db),
    isRecipient: await readAidLists(db),
    today: now.toISOString().slice(0, 10),
  };
  const report: IatiReport = { activities: 0, findings: validateIati(organisationFile(context, now), now), faults: [] };
  for await (const projects of activityRows(db)) {
    const made = projects.map((project) => activity(project, context));
    const records = new Map(projects.map((project) => [activityIdentifier(city, project.id), project.id]));
    report.activities += projects.length;
    report.faults.push(...made.flatMap((one) => one.faults));
    for (const finding of validateIati(
      activitiesDocument(
        made.map((one) => one.xml),
        now,
      ),
      now,
    )) {
      const record = records.get(finding.identifier ?? "");
      // A line of a batch is no line of the file.
      report.findings.push({ ...finding, line: undefined, ...(record === undefined ? {} : { record }) });
    }
  }
  return report;
}
