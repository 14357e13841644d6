import pg from "pg";
import type { Kind, Problem } from "./kind.ts";

const INTEGRITY = "23"; // SQLSTATE class 23: the schema's own rules

/** Rules of the schema that people meet: the field that each is about. Their words: "problem.<rule>". */
const rulesWithWords: Record<string, string> = {
  sensitive_occasion_is_not_public: "sensitive",
  occasion_is_no_part_of_itself: "parent",
  mission_safety_checked: "safety",
  honour_at_risk_is_not_public: "atRisk",
};

const camel = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** What the database refused, as a problem of the field that its constraint names; undefined for any other error. */
export function problemsOfDatabase(kind: Kind, error: unknown): Problem[] | undefined {
  if (!(error instanceof pg.DatabaseError) || !error.code?.startsWith(INTEGRITY)) return undefined;
  const constraint = error.constraint ?? "";
  const code =
    error.code === "23505"
      ? "taken"
      : error.code === "23503"
        ? "unknown_reference"
        : constraint === "published_refers_to_published"
          ? "published_reference"
          : // A rule with a name of its own has words of its own (problem.<name>), where the catalogue has any.
            constraint in rulesWithWords
            ? constraint
            : "refused";
  return [{ path: fieldOf(kind, constraint, error.column), code, values: { rule: constraint } }];
}

/** partner_geonames_id_key → geonamesId; "" when the rule is of the record as a whole. */
function fieldOf(kind: Kind, constraint: string, column?: string): string {
  if (constraint in rulesWithWords) return rulesWithWords[constraint]!;
  if (column) return camel(column);
  const middle = camel(constraint.replace(new RegExp(`^${kind.name}_`), "").replace(/_(key|fkey|check)\d*$/, ""));
  return middle in kind.fields ? middle : "";
}
