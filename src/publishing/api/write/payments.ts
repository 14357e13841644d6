import { z } from "zod";
import { recordCommitment, recordPayment, recordReceipt, recordRecovery } from "../../../funding/accounting/actions.ts";
import { lockGrants, paymentsForAccounts } from "../../../funding/accounting/store.ts";
import { refusalOf } from "../../../funding/acts.ts";
import { type PaymentState, paymentStates } from "../../../funding/payment/states.ts";
import { dayOf } from "../../../platform/instants.ts";
import { UUID } from "../../../platform/uuid.ts";
import { instant, limit, oneOf, text, USUAL_LIMIT } from "../params.ts";
import { refusedAct } from "./acts.ts";
import { inSavepoint } from "./answers-store.ts";
import type { Given, Handled, KeyedOperation } from "./operation.ts";
import { type ErrorLine, type Refused, refusalSchema } from "./problem.ts";
import { named, strictly } from "./strictly.ts";

const tag = "accounts";
const day = z.iso.date();
const cents = z.int().min(1).max(1e14);

/** A payment as the accounts tell it. The amounts are in cents of the currency of the grant. */
const paymentBody = z.strictObject({
  grant: z.string().min(1).max(60),
  tranche: z.int().min(1).max(500).nullish(),
  payment: z.uuid().nullish(),
  amountCents: cents,
  orderNumber: z.string().min(1).max(60),
  paidOn: day,
});
const recorded = z.object({ id: z.uuid(), grant: z.string(), orderNumber: z.string(), paidOn: day, amountCents: cents });
const example = { grant: "SOLIDAE-2027-0012", amountCents: 2_500_000, orderNumber: "2027-M-004512", paidOn: "2027-03-18" };

/** What the database refuses of an act, told as the act itself would. */
const explain = (error: unknown, { t }: Given): Refused | undefined => {
  const refusal = refusalOf(error);
  return refusal && refusedAct(t, refusal);
};

async function record(given: Given): Promise<Handled> {
  const { db, by, t, now } = given;
  const done = await recordPayment(db, given.body, by, dayOf(now));
  if (!done.ok) return refusedAct(t, done);
  const { ok: _, ...body } = done;
  return { ok: true, status: 201, body };
}

const batchBody = z.strictObject({
  mode: z.enum(["all", "each"]).default("all"),
  payments: z.array(z.record(z.string(), z.unknown())).min(1).max(500),
});
const batchLine = z.object({
  line: z.int().min(0),
  ok: z.boolean(),
  id: z.uuid().optional(),
  reason: z.string().optional(),
  errors: z.array(z.object({ line: z.int().optional(), field: z.string(), code: z.string(), detail: z.string() })).optional(),
});
const batchAnswer = z.object({ recorded: z.int(), refused: z.int(), lines: z.array(batchLine) });

/** Every line is tried, so that all that is wrong is told at once; in the mode "all", one refusal undoes the others. */
async function recordBatch(given: Given): Promise<Handled> {
  const read = strictly(batchBody, given);
  if (!read.ok) return read;
  const { mode, payments } = read.value;
  const { db, t } = given;
  await lockGrants(
    db,
    payments.flatMap(({ grant }) => (typeof grant === "string" ? [grant] : [])),
  );
  const lines: z.infer<typeof batchLine>[] = [];
  for (const [line, body] of payments.entries()) {
    const done = await inSavepoint(
      db,
      () => record({ ...given, body }),
      ({ ok }) => ok,
    ).catch((error: unknown) => {
      const refused = explain(error, given);
      if (refused) return refused;
      throw error;
    });
    if (done.ok) lines.push({ line, ok: true, id: (done.body as { id: string }).id });
    else lines.push({ line, ok: false, reason: done.reason ?? done.code, errors: linesOf(done, line, t(`api.write.lineRefused`)) });
  }
  const refused = lines.filter(({ ok }) => !ok);
  if (mode === "all" && refused.length > 0)
    return {
      ok: false,
      code: "invalid",
      detail: t("api.write.batchRefused", { count: refused.length }),
      errors: refused.flatMap(({ errors = [] }) => errors),
    };
  return { ok: true, status: 200, body: { recorded: lines.length - refused.length, refused: refused.length, lines } };
}

const linesOf = ({ errors, detail, reason, code }: Refused, line: number, otherwise: string): ErrorLine[] =>
  errors?.map((error) => ({ ...error, line })) ?? [{ line, field: "", code: reason ?? code, detail: detail ?? otherwise }];

const cursor = text("cursor", { words: "logCursor", example: "1520" });
const listParams = [
  { ...instant("since"), words: "sinceInstant" },
  cursor,
  oneOf("state", paymentStates, { words: "paymentState" }),
  text("grant", { words: "grantNumber" }),
  limit,
];
const listed = z.object({
  payments: z.array(
    z.object({
      id: z.uuid(),
      grant: z.string(),
      tranche: z.int(),
      year: z.int(),
      source: z.string(),
      organisation: z.object({ id: z.string(), name: z.record(z.string(), z.string()), siret: z.string().nullable() }),
      amountCents: cents,
      currency: z.string(),
      state: z.enum(paymentStates),
      requestedAt: z.iso.datetime(),
      checkedAt: z.iso.datetime().nullable(),
      orderNumber: z.string().nullable(),
      paidOn: day.nullable(),
      reason: z.string().nullable(),
      changedAt: z.iso.datetime(),
    }),
  ),
  cursor: z.string().nullable(),
  more: z.boolean(),
});

async function list({ db, query }: Given): Promise<Handled> {
  const {
    cursor: after,
    limit: most,
    since,
    state,
    grant,
  } = query as { cursor?: string; limit?: number; since?: string; state?: PaymentState; grant?: string };
  if (after !== undefined && !/^\d{1,15}$/.test(after))
    return { ok: false, code: "invalid_parameter", values: named("cursor", after, "0 … 999999999999999") };
  const size = most ?? USUAL_LIMIT;
  const rows = await paymentsForAccounts(db, {
    after: after === undefined ? undefined : Number(after),
    since,
    state,
    grant,
    limit: size + 1,
  });
  const page = rows.slice(0, size);
  return {
    ok: true,
    status: 200,
    body: {
      payments: page.map(({ cursor: _, organisation, organisationName, siret, ...row }) => ({
        ...row,
        organisation: { id: organisation, name: organisationName, siret },
      })),
      cursor: page.length > 0 ? String(page.at(-1)!.cursor) : (after ?? null),
      more: rows.length > size,
    },
  };
}

const recoveryBody = z.strictObject({
  grant: z.string().min(1).max(60),
  year: z.int(),
  source: z.string().min(1).max(60),
  amountCents: cents,
  reason: z.string().min(1).max(2_000),
  orderedOn: day,
});
const receiptBody = z.strictObject({ receivedOn: day });
const commitmentBody = z.strictObject({ grant: z.string().min(1).max(60), commitmentNumber: z.string().min(1).max(60) });

const refusals = [
  { status: 404, words: "nothingThere", schema: refusalSchema, types: ["application/problem+json"] },
  { status: 409, words: "refused", schema: refusalSchema, types: ["application/problem+json"] },
  { status: 422, words: "invalid", schema: refusalSchema, types: ["application/problem+json"] },
] as const;
const writes = { scope: "payments:write", scopes: ["payments:write"], tag, explain } as const;

export const paymentOperations: readonly KeyedOperation[] = [
  {
    id: "listPayments",
    words: "listPayments",
    method: "get",
    path: "/api/v1/payments",
    tag,
    scope: "payments:read",
    scopes: ["payments:read"],
    params: listParams,
    answers: [{ status: 200, words: "payments", schema: listed }],
    problems: ["invalid_parameter", "unknown_parameter"],
    handle: list,
  },
  {
    ...writes,
    id: "recordPayment",
    words: "recordPayment",
    method: "post",
    path: "/api/v1/payments",
    params: [],
    body: { schema: paymentBody, example },
    answers: [{ status: 201, words: "recorded", schema: recorded }, ...refusals],
    problems: ["refused", "invalid", "idempotency_missing", "idempotency_reused", "idempotency_in_progress"],
    idempotency: "required",
    handle: record,
  },
  {
    ...writes,
    id: "recordPayments",
    words: "recordPayments",
    method: "post",
    path: "/api/v1/payments/batch",
    params: [],
    body: { schema: batchBody, example: { mode: "all", payments: [example] } },
    answers: [{ status: 200, words: "batch", schema: batchAnswer }, ...refusals],
    problems: ["invalid", "idempotency_missing", "idempotency_reused", "idempotency_in_progress"],
    idempotency: "required",
    handle: recordBatch,
  },
  {
    ...writes,
    id: "recordRecovery",
    words: "recordRecovery",
    method: "post",
    path: "/api/v1/recoveries",
    params: [],
    body: {
      schema: recoveryBody,
      example: { grant: example.grant, year: 2027, source: "water", amountCents: 150_000, reason: "Reliquat", orderedOn: "2028-05-02" },
    },
    answers: [{ status: 201, words: "recovery", schema: z.object({ id: z.uuid(), grant: z.string() }) }, ...refusals],
    problems: ["refused", "invalid", "idempotency_missing"],
    idempotency: "required",
    async handle({ db, by, body, t }) {
      const done = await recordRecovery(db, body, by);
      return done.ok ? { ok: true, status: 201, body: { id: done.id, grant: done.grant } } : refusedAct(t, done);
    },
  },
  {
    ...writes,
    id: "recordReceipt",
    words: "recordReceipt",
    method: "post",
    path: "/api/v1/recoveries/{id}/receipt",
    params: [
      {
        name: "id",
        in: "path",
        form: "one",
        schema: z.uuid(),
        required: true,
        words: "recoveryId",
        example: "0e7f5a2c-6f0e-4d7e-9a55-0c9b8a3f2d11",
      },
    ],
    body: { schema: receiptBody, example: { receivedOn: "2028-06-14" } },
    answers: [{ status: 200, words: "recovery", schema: z.object({ id: z.uuid(), receivedOn: day }) }, ...refusals],
    problems: ["nothing_there", "refused", "invalid", "idempotency_missing"],
    idempotency: "required",
    async handle(given) {
      const { db, by, t, now } = given;
      const read = strictly(receiptBody, given);
      if (!read.ok) return read;
      const id = given.path.id ?? "";
      if (!UUID.test(id)) return { ok: false, code: "nothing_there" };
      const done = await recordReceipt(db, id, read.value, by, dayOf(now));
      return done.ok ? { ok: true, status: 200, body: { id, ...read.value } } : refusedAct(t, done);
    },
  },
  {
    ...writes,
    id: "recordCommitment",
    words: "recordCommitment",
    method: "post",
    path: "/api/v1/commitments",
    params: [],
    body: { schema: commitmentBody, example: { grant: example.grant, commitmentNumber: "2027-E-00871" } },
    answers: [{ status: 200, words: "commitment", schema: commitmentBody }, ...refusals],
    problems: ["refused", "invalid", "idempotency_missing"],
    idempotency: "required",
    async handle({ db, by, body, t, now }) {
      const done = await recordCommitment(db, body, by, now);
      if (!done.ok) return refusedAct(t, done);
      return { ok: true, status: 200, body: { grant: done.grant, commitmentNumber: done.commitmentNumber } };
    },
  },
];
