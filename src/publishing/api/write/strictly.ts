import type { z } from "zod";
import { problemsOf } from "../../../register/record/parse.ts";
import type { Given } from "./operation.ts";
import { errorsOf, type Refused } from "./problem.ts";

/** A body in its own schema, or each of its faults with its field. */
export function strictly<T>(schema: z.ZodType<T>, { body, t }: Pick<Given, "body" | "t">): { ok: true; value: T } | Refused {
  const parsed = schema.safeParse(body, { reportInput: true });
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, code: "invalid", errors: errorsOf(t, problemsOf(parsed.error)) };
}

/** What the words of a parameter's refusal are filled in with. */
export const named = (field: string, given: string, expected: string) => ({ field, given: given.slice(0, 60), meant: "", expected });
