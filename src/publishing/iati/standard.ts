import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../platform/project-root.ts";

/** The official files that an IATI file is checked against. */
export const standardFolder = join(projectRoot, "data/standards/iati");

interface Codelist {
  complete: boolean;
  codes: string[];
  withdrawn: string[];
}
interface Codes {
  /** A code outside a complete list is an error, outside another a warning. */
  complete: boolean;
  all: Set<string>;
}

let lists: Map<string, Codes> | undefined;

/** The codes of an IATI codelist, withdrawn ones too; undefined when there is no such list. */
export function codelist(name: string): Codes | undefined {
  lists ??= new Map(
    Object.entries(JSON.parse(readFileSync(join(standardFolder, "codelists.json"), "utf8")) as Record<string, Codelist>).map(
      ([key, list]) => [key, { complete: list.complete, all: new Set([...list.codes, ...list.withdrawn]) }],
    ),
  );
  return lists.get(name);
}

/** The registration agency whose prefix begins an organisation's identifier: "FR-RCS-217500016" → "FR-RCS". */
export function agencyOf(identifier: string): string | undefined {
  const agencies = codelist("OrganisationRegistrationAgency")!.all;
  const parts = identifier.split("-");
  for (let n = parts.length - 1; n > 0; n--) {
    const prefix = parts.slice(0, n).join("-");
    if (agencies.has(prefix)) return prefix;
  }
  return undefined;
}
