import type { City } from "../../platform/city.ts";
import { textIn } from "../../platform/localised.ts";
import { said } from "../said.ts";
import type { Activity } from "./activities.ts";
import type { IatiContext } from "./context.ts";

export const VERSION = "2.03";
export const DECLARATION = `<?xml version="1.0" encoding="UTF-8"?>\n`;

/** The activities file, written as its activities come. `at`: when the last of them changed; not said where there is none. */
export async function* activitiesFile(
  batches: AsyncIterable<Pick<Activity, "xml">[]>,
  { city }: Pick<IatiContext, "city">,
  at: Date | undefined,
): AsyncGenerator<string> {
  yield `${DECLARATION}${comment(city)}${activitiesStart(at)}\n`;
  for await (const some of batches) yield some.map(({ xml }) => `${xml}\n`).join("");
  yield ACTIVITIES_END;
}

const ACTIVITIES_END = "</iati-activities>\n";

/** A few activities as a document of their own, for checking. */
export function activitiesDocument(activities: string[], at?: Date): string {
  return `${activitiesStart(at)}\n${activities.join("\n")}\n${ACTIVITIES_END}`;
}

function activitiesStart(at: Date | undefined): string {
  return `<iati-activities version="${VERSION}"${at ? ` generated-datetime="${at.toISOString()}"` : ""}>`;
}

export function comment(city: City): string {
  const licence = textIn(city.licence.name, "en")?.text ?? "";
  const text = `${Object.values(said("iati.comment")).join(" ")} ${licence}: ${city.licence.url}`;
  // Two hyphens would end the comment.
  return `<!-- ${text.replace(/-(?=-)/g, "- ")} -->\n`;
}
