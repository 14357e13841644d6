import type { z } from "zod";

export interface Problem {
  path: string;
  /** `privacy.problem.<path>.<code>`, else `privacy.problem.<code>`. */
  code: string;
}
/** Why an act was not done: a key of the messages "privacy.refusal.…", or the problems of what was typed. */
export interface Refusal {
  ok: false;
  reason: string;
  problems?: Problem[];
}
export type Outcome<T = object> = ({ ok: true } & T) | Refusal;

export const refuse = (reason: string): Refusal => ({ ok: false, reason });

/** What was typed, as a form says, or what is wrong with it, field by field. */
export function parse<S extends z.ZodType>(form: S, input: unknown): { ok: true; value: z.infer<S> } | Refusal {
  const read = form.safeParse(input);
  if (read.success) return { ok: true, value: read.data };
  const problems = read.error.issues.map(({ path, code, input: given }) => ({
    path: path.join(".") || "form",
    code:
      given === "" || given === undefined || code === "too_small"
        ? "required"
        : code === "too_big"
          ? "too_long"
          : code === "custom"
            ? "wrong"
            : "choice",
  }));
  return { ok: false, reason: "invalid", problems };
}
