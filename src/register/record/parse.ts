import type { z } from "zod";
import type { Kind, Problem } from "./kind.ts";

export type Parsed<D> = { ok: true; document: D; warnings: Problem[] } | { ok: false; problems: Problem[] };

/**
 * Parses what a form, a file or an API gives into a document of `kind`. With `lenient`, doubts (a check digit) are
 * kept as warnings; without it they are problems, like all the rest.
 */
export function parseDocument(kind: Kind, input: unknown, lenient = false): Parsed<Record<string, unknown>> {
  const parsed = kind.schema.safeParse(input, { reportInput: true });
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error) };
  const found = kind.check(parsed.data as never);
  const problems = found.filter((problem) => !(lenient && problem.warning));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, document: parsed.data as Record<string, unknown>, warnings: found };
}

/** What a schema found wrong, field by field. It must be asked with `reportInput`, which tells absent from wrong. */
export const problemsOf = (error: z.core.$ZodError): Problem[] => error.issues.map(problemOf);

/** A schema's issue as a problem of one field, with a code that the messages know. */
function problemOf(issue: z.core.$ZodIssue): Problem {
  const path = issue.path.join(".");
  switch (issue.code) {
    case "invalid_type":
      return { path, code: issue.input === undefined || issue.input === null ? "required" : `type_${issue.expected}` };
    case "too_small":
      return issue.origin === "string"
        ? { path, code: "required" }
        : { path, code: "too_small", values: { minimum: Number(issue.minimum) } };
    case "too_big":
      return {
        path,
        code: issue.origin === "string" ? "too_long" : issue.origin === "array" ? "too_many" : "too_big",
        values: { maximum: Number(issue.maximum) },
      };
    case "invalid_format":
      return { path, code: issue.format === "url" ? "url" : "pattern" };
    case "invalid_value":
      return {
        path,
        code: issue.input === undefined || issue.input === null || issue.input === "" ? "required" : "choice",
        values: { allowed: issue.values.join(", ") },
      };
    case "unrecognized_keys":
      return { path: [path, issue.keys[0]].filter(Boolean).join("."), code: "unknown_field" };
    case "custom":
      return { path, code: String(issue.params?.code ?? issue.message), ...(issue.params?.values ? { values: issue.params.values } : {}) };
    default:
      return { path, code: "invalid" };
  }
}
