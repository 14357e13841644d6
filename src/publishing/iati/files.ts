import type { City } from "../../platform/city.ts";
import { languages } from "../../platform/i18n/languages.ts";
import { textIn } from "../../platform/localised.ts";
import { href } from "../../ui/paths.ts";
import { said } from "../said.ts";
import { element, textElement } from "../xml.ts";
import { activity, reportingOrganisation } from "./activity.ts";
import type { ActivityRow } from "./activity-store.ts";
import type { Fault, IatiContext } from "./context.ts";
import { narrated } from "./words.ts";

const VERSION = "2.03";
const DECLARATION = `<?xml version="1.0" encoding="UTF-8"?>\n`;

/** The activities file, written as its projects come. `onFault` hears of each project that says too little. */
export async function* activitiesFile(
  batches: AsyncIterable<ActivityRow[]>,
  context: IatiContext,
  at: Date,
  onFault: (fault: Fault) => void = () => {},
): AsyncGenerator<string> {
  yield `${DECLARATION}${comment(context.city)}${activitiesStart(at)}\n`;
  for await (const projects of batches) {
    yield projects
      .map((project) => {
        const { xml, faults } = activity(project, context);
        faults.forEach(onFault);
        return `${xml}\n`;
      })
      .join("");
  }
  yield "</iati-activities>\n";
}

/** A few activities as a document of their own, for checking. */
export function activitiesDocument(activities: string[], at: Date): string {
  return `${activitiesStart(at)}\n${activities.join("\n")}\n</iati-activities>`;
}

function activitiesStart(at: Date): string {
  return `<iati-activities version="${VERSION}" generated-datetime="${at.toISOString()}">`;
}

function comment(city: City): string {
  const licence = textIn(city.licence.name, "en")?.text ?? "";
  const text = `${Object.values(said("iati.comment")).join(" ")} ${licence}: ${city.licence.url}`;
  // Two hyphens would end the comment.
  return `<!-- ${text.replace(/-(?=-)/g, "- ")} -->\n`;
}

/**
 * The organisation file. The register holds ceilings of programmes, not the budget of the city: no total-budget is
 * given rather than one that is not true.
 */
export function organisationFile({ city, baseUrl }: Pick<IatiContext, "city" | "baseUrl">, at: Date): string {
  return `${DECLARATION}${comment(city)}${element(
    "iati-organisations",
    { version: VERSION, "generated-datetime": at.toISOString() },
    element(
      "iati-organisation",
      { "xml:lang": city.languages[0], "default-currency": "EUR", "last-updated-datetime": at.toISOString() },
      textElement("organisation-identifier", {}, city.organisationIdentifier),
      narrated("name", {}, city.name, city.organisationIdentifier),
      reportingOrganisation(city),
      ...languages.map((locale) =>
        element(
          "document-link",
          { url: baseUrl + href(locale, "home"), format: "text/html" },
          narrated("title", {}, city.title, city.organisationIdentifier),
          element("category", { code: "B16" }),
          element("language", { code: locale }),
        ),
      ),
    ),
  )}\n`;
}
