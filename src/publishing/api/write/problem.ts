import type { Context } from "hono";
import { z } from "zod";
import type { Translator } from "../../../platform/i18n/messages.ts";
import type { AppEnv } from "../../../platform/web/env.ts";
import type { Problem } from "../../../register/record/kind.ts";
import { PROBLEM_TYPE } from "../problem.ts";

/** What an operation with a key may refuse; its words are the messages "api.problem.<code>.title", ".detail" and ".remedy". */
export const statusOfRefusal = {
  key_missing: 401,
  key_unknown: 401,
  key_address: 403,
  key_scope: 403,
  forbidden: 403,
  nothing_there: 404,
  refused: 409,
  record_references: 409,
  idempotency_in_progress: 409,
  version_old: 412,
  body_too_large: 413,
  body_type: 415,
  body_json: 400,
  invalid_parameter: 400,
  unknown_parameter: 400,
  repeated_parameter: 400,
  invalid: 422,
  idempotency_reused: 422,
  version_missing: 428,
  idempotency_missing: 400,
  idempotency_form: 400,
  too_many_requests: 429,
} as const;
export type RefusalCode = keyof typeof statusOfRefusal;

/** One thing that is wrong: where, and how it is mended. `line`: from 0, of what was sent as a list. */
export interface ErrorLine {
  line?: number;
  field: string;
  code: string;
  detail: string;
}
export interface Refused {
  ok: false;
  code: RefusalCode;
  values?: Record<string, string | number>;
  /** More exactly why, in words: it stands for the detail. */
  detail?: string;
  /** A name for it that programs may go by. */
  reason?: string;
  errors?: readonly ErrorLine[];
  /** The version that stands now. */
  currentVersion?: number;
  headers?: Record<string, string>;
}

/** RFC 9457, with each field at fault and its remedy, in the language of the request. */
export const refusalSchema = z.object({
  type: z.url(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  remedy: z.string(),
  reason: z.string().optional(),
  errors: z.array(z.object({ line: z.int().optional(), field: z.string(), code: z.string(), detail: z.string() })).optional(),
  currentVersion: z.int().optional(),
  requestId: z.string().optional(),
});

const MOST_ERRORS = 1_000;

/** Problems of fields, as the forms of the office tell them. */
export const errorsOf = (t: Translator, problems: readonly Problem[], line?: number): ErrorLine[] =>
  problems.map(({ path, code, values }) => ({
    ...(line === undefined ? {} : { line }),
    field: path,
    code,
    detail: t.dynamic(t.has(`problem.${code}`) ? `problem.${code}` : "problem.invalid", values),
  }));

export function respondRefusal(c: Context<AppEnv>, refused: Refused): Response {
  const t = c.get("t");
  const { code, values = {}, detail, reason, errors, currentVersion } = refused;
  const status = statusOfRefusal[code];
  const say = (part: "title" | "detail" | "remedy") => t.dynamic(`api.problem.${code}.${part}`, { field: "", ...values });
  const requestId = c.get("requestId");
  const problem: z.infer<typeof refusalSchema> = {
    type: `${c.get("services").baseUrl}/api#${code}`,
    title: say("title"),
    status,
    detail: detail ?? say("detail"),
    remedy: say("remedy"),
    ...(reason ? { reason } : {}),
    ...(errors ? { errors: errors.slice(0, MOST_ERRORS) } : {}),
    ...(currentVersion === undefined ? {} : { currentVersion }),
    ...(requestId ? { requestId } : {}),
  };
  return c.body(`${JSON.stringify(problem)}\n`, status, {
    "Content-Type": PROBLEM_TYPE,
    "Content-Language": t.locale,
    "Cache-Control": "no-store",
    ...(currentVersion === undefined ? {} : { ETag: `"${currentVersion}"` }),
    ...refused.headers,
  });
}
