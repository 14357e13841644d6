import { z } from "zod";
import { type KindName, kindOf, publicKindNames } from "../../../register/kinds.ts";
import { createRecord, editRecord, moveRecord } from "../../../register/record/actions.ts";
import { problemsOfDatabase } from "../../../register/record/database-errors.ts";
import { recordId } from "../../../register/record/fields.ts";
import { findRecord, lockRecord, type StoredRecord } from "../../../register/record/store.ts";
import type { Param } from "../operation.ts";
import { refusedRecord } from "./acts.ts";
import { mergePatch } from "./merge-patch.ts";
import type { Given, Handled, KeyedOperation } from "./operation.ts";
import { errorsOf, type Refused, refusalSchema } from "./problem.ts";
import { strictly } from "./strictly.ts";

const kindParam: Param = {
  name: "kind",
  in: "path",
  form: "one",
  schema: z.enum(publicKindNames as [KindName, ...KindName[]]),
  required: true,
  words: "recordKind",
  example: "project",
};
const idParam: Param = {
  name: "id",
  in: "path",
  form: "one",
  schema: recordId,
  required: true,
  words: "recordId",
  example: "solidae-2027",
};
const transitions = ["publish", "withdraw", "archive", "reopen"] as const;
const document = z.record(z.string(), z.unknown());
const stored = z.object({
  kind: z.string(),
  id: recordId,
  status: z.enum(["draft", "published", "archived"]),
  version: z.int(),
  updatedAt: z.iso.datetime(),
  document,
});
const moveBody = z.strictObject({ move: z.enum(transitions) });

const nothing: Refused = { ok: false, code: "nothing_there" };
const versionOld = (version: number): Refused => ({ ok: false, code: "version_old", values: { version }, currentVersion: version });
const kindIn = ({ path }: Given) => path.kind as KindName;
const idIn = ({ path }: Given) => path.id ?? "";
const addressOf = (given: Given, id: string) => `${given.services.baseUrl}/api/v1/records/${kindIn(given)}/${id}`;

/** The record as it stands after what was done: its version is the one that the next change must name. */
function answer(given: Given, status: number, record: StoredRecord): Handled {
  const { kind, id, version, updatedAt } = record;
  return {
    ok: true,
    status,
    body: { kind, id, status: record.status, version, updatedAt, document: record.document },
    headers: { ETag: `"${version}"`, ...(status === 201 ? { Location: addressOf(given, id) } : {}) },
  };
}
const read = async (given: Given, id = idIn(given)) => findRecord(given.db, kindOf(kindIn(given)), id);

async function write(given: Given, input: unknown): Promise<Handled> {
  const done = await editRecord(given.db, kindIn(given), idIn(given), given.version!, input, given.by);
  if (!done.ok) return refusedRecord(given.t, done);
  return answer(given, 200, (await read(given))!);
}

const problem = { schema: refusalSchema, types: ["application/problem+json"] } as const;
const answers = {
  record: { status: 200, words: "record", schema: stored },
  made: { status: 201, words: "recordMade", schema: stored },
  gone: { status: 404, words: "nothingThere", ...problem },
  refused: { status: 409, words: "refused", ...problem },
  old: { status: 412, words: "versionOld", ...problem },
  invalid: { status: 422, words: "invalid", ...problem },
  unnamed: { status: 428, words: "versionMissing", ...problem },
} as const;
const writes = {
  tag: "records",
  scope: "register:write",
  scopes: ["register:write"],
  // A rule that the database keeps until the end of the transaction, as a problem of the field that it names.
  explain(error: unknown, given: Given): Refused | undefined {
    const problems = problemsOfDatabase(kindOf(kindIn(given)), error);
    return problems && { ok: false, code: "invalid", errors: errorsOf(given.t, problems) };
  },
} as const;

/** The register, written by the same actions as the forms of the office: the same fields, the same problems, the same log. */
export const recordOperations: readonly KeyedOperation[] = [
  {
    ...writes,
    id: "readRecord",
    words: "readRecord",
    method: "get",
    path: "/api/v1/records/{kind}/{id}",
    params: [kindParam, idParam],
    answers: [answers.record, answers.gone],
    problems: ["nothing_there"],
    async handle(given) {
      const record = await read(given);
      return record ? answer(given, 200, record) : nothing;
    },
  },
  {
    ...writes,
    id: "createRecord",
    words: "createRecord",
    method: "post",
    path: "/api/v1/records/{kind}",
    params: [kindParam],
    body: { schema: document, example: { name: { fr: "Ferme-école de Ziguinchor" }, state: "running" } },
    answers: [answers.made, answers.invalid],
    problems: ["invalid", "idempotency_reused", "idempotency_in_progress"],
    idempotency: "accepted",
    async handle(given) {
      const made = await createRecord(given.db, kindIn(given), given.body, given.by);
      return made.ok ? answer(given, 201, (await read(given, made.id))!) : refusedRecord(given.t, made);
    },
  },
  {
    ...writes,
    id: "replaceRecord",
    words: "replaceRecord",
    method: "put",
    path: "/api/v1/records/{kind}/{id}",
    params: [kindParam, idParam],
    body: { schema: document, example: { name: { fr: "Ferme-école de Ziguinchor" }, state: "finished" } },
    answers: [answers.record, answers.gone, answers.refused, answers.old, answers.invalid, answers.unnamed],
    problems: ["nothing_there", "record_references", "version_old", "version_missing", "invalid"],
    idempotency: "accepted",
    versioned: true,
    handle: (given) => write(given, given.body),
  },
  {
    ...writes,
    id: "changeRecord",
    words: "changeRecord",
    method: "patch",
    path: "/api/v1/records/{kind}/{id}",
    params: [kindParam, idParam],
    body: { schema: document, type: "application/merge-patch+json", example: { state: "finished" } },
    answers: [answers.record, answers.gone, answers.refused, answers.old, answers.invalid, answers.unnamed],
    problems: ["nothing_there", "record_references", "version_old", "version_missing", "invalid"],
    idempotency: "accepted",
    versioned: true,
    async handle(given) {
      const locked = await lockRecord(given.db, kindOf(kindIn(given)), idIn(given));
      if (!locked) return nothing;
      if (locked.version !== given.version) return versionOld(locked.version);
      return write(given, mergePatch((await read(given))!.document, given.body));
    },
  },
  {
    ...writes,
    id: "moveRecord",
    words: "moveRecord",
    method: "post",
    path: "/api/v1/records/{kind}/{id}/state",
    scope: "register:publish",
    scopes: ["register:publish"],
    params: [kindParam, idParam],
    body: { schema: moveBody, example: { move: "publish" } },
    answers: [answers.record, answers.gone, answers.refused, answers.old, answers.invalid, answers.unnamed],
    problems: ["nothing_there", "refused", "record_references", "version_old", "version_missing", "invalid"],
    idempotency: "accepted",
    versioned: true,
    async handle(given) {
      const body = strictly(moveBody, given);
      if (!body.ok) return body;
      const locked = await lockRecord(given.db, kindOf(kindIn(given)), idIn(given));
      if (!locked) return nothing;
      if (locked.version !== given.version) return versionOld(locked.version);
      const done = await moveRecord(given.db, kindIn(given), idIn(given), body.value.move, given.by);
      return done.ok ? answer(given, 200, (await read(given))!) : refusedRecord(given.t, done);
    },
  },
];
