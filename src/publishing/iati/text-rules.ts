import type { XmlDocument } from "libxml2-wasm";
import type { Broken } from "./ruleset.ts";
import { find } from "./xpath.ts";

interface TextRule {
  id: string;
  severity: "error" | "warning";
  message: string;
  /** The nodes that break it. */
  broken: string;
}

/**
 * What the text of the standard (the schema's own words) demands and neither the schema nor the official ruleset
 * checks. Numbered after the element, as they have no number of the ruleset.
 */
export const textRules: readonly TextRule[] = [
  {
    id: "text:budget-not-provided",
    severity: "error",
    message: "budget-not-provided must only be used when there is no budget.",
    broken: "/iati-activities/iati-activity[@budget-not-provided and budget]",
  },
  {
    id: "text:transaction/sector",
    severity: "error",
    message: "A transaction may have only one sector per vocabulary.",
    // Without a vocabulary, it is the DAC's (1).
    broken: `/iati-activities/iati-activity/transaction/sector[@vocabulary != '1' and @vocabulary = preceding-sibling::sector/@vocabulary
      or (not(@vocabulary) or @vocabulary = '1') and preceding-sibling::sector[not(@vocabulary) or @vocabulary = '1']]`,
  },
  {
    id: "text:indicator/reference",
    severity: "error",
    message: "An indicator may have only one reference per vocabulary.",
    broken: "/iati-activities/iati-activity/result/indicator/reference[@vocabulary = preceding-sibling::reference/@vocabulary]",
  },
  {
    id: "text:reporting-org",
    severity: "error",
    message: "All activities of a file must have the same reporting organisation.",
    broken: "/iati-activities/iati-activity/reporting-org[@ref != /iati-activities/iati-activity[1]/reporting-org/@ref]",
  },
  {
    id: "text:iati-identifier",
    severity: "warning",
    message: "The activity identifier should not contain white space.",
    broken: "/iati-activities/iati-activity/iati-identifier[contains(normalize-space(.), ' ')]",
  },
];

export function brokenTextRules(document: XmlDocument): Broken[] {
  return textRules.flatMap(({ id, severity, message, broken }) =>
    find(document.root, broken).map((node) => ({ node, id, severity, message })),
  );
}
