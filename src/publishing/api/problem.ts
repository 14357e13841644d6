import type { Context } from "hono";
import { z } from "zod";
import type { Locale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import type { AppEnv } from "../../platform/web/env.ts";

/** What the reading side may refuse; its words are the messages "api.problem.<code>.title", ".detail" and ".remedy". */
export const statusOfProblem = {
  unknown_parameter: 400,
  invalid_parameter: 400,
  repeated_parameter: 400,
  bad_cursor: 400,
  not_found: 404,
  unknown_path: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  too_many_requests: 429,
  failed: 500,
  offline: 503,
} as const;
export type ProblemCode = keyof typeof statusOfProblem;

export interface Refusal {
  code: ProblemCode;
  /** The parameter at fault. */
  field?: string;
  values?: Record<string, string | number>;
}

/** RFC 9457, with the field at fault and the remedy, in the language of the reader. */
export const problemSchema = z.object({
  type: z.url(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  field: z.string().optional(),
  remedy: z.string(),
  requestId: z.string().optional(),
});
export const PROBLEM_TYPE = "application/problem+json";

/** Answers with a problem. Any site may read it; nobody keeps it. */
export function respondProblem(c: Context<AppEnv>, { code, field, values = {} }: Refusal, headers: Record<string, string> = {}): Response {
  const locale = c.get("locale");
  const t = translator(locale);
  const status = statusOfProblem[code];
  const say = (part: "title" | "detail" | "remedy") => t.dynamic(`api.problem.${code}.${part}`, { field: field ?? "", ...values });
  const requestId = c.get("requestId");
  const problem: z.infer<typeof problemSchema> = {
    type: `${c.get("services").baseUrl}/api#${code}`,
    title: say("title"),
    status,
    detail: say("detail"),
    ...(field ? { field } : {}),
    remedy: say("remedy"),
    ...(requestId ? { requestId } : {}),
  };
  return c.body(`${JSON.stringify(problem)}\n`, status, {
    "Content-Type": PROBLEM_TYPE,
    "Content-Language": locale satisfies Locale,
    "Cache-Control": "no-store",
    ...headers,
  });
}
