import { z } from "zod";
import { grantsForAccounts } from "../../../funding/accounting/store.ts";
import { type GrantState, grantStates } from "../../../funding/grant/states.ts";
import { paymentStates, recoveryStates } from "../../../funding/payment/states.ts";
import { limit, oneOf, text, USUAL_LIMIT } from "../params.ts";
import type { KeyedOperation } from "./operation.ts";

const day = z.iso.date();
const grant = z.object({
  number: z.string(),
  object: z.string(),
  state: z.enum(grantStates),
  deliberation: z.string().nullable(),
  votedOn: day,
  signedOn: day.nullable(),
  committedOn: day.nullable(),
  commitmentNumber: z.string().nullable(),
  organisation: z.object({ id: z.string(), name: z.record(z.string(), z.string()), siret: z.string().nullable() }),
  award: z.string(),
  project: z.string().nullable(),
  programme: z.string(),
  amountCents: z.int(),
  currency: z.string(),
  tranches: z.array(z.object({ position: z.int(), year: z.int(), source: z.string(), condition: z.string(), amountCents: z.int() })),
  payments: z.array(
    z.object({
      id: z.uuid(),
      tranche: z.int(),
      state: z.enum(paymentStates),
      amountCents: z.int(),
      orderNumber: z.string().nullable(),
      paidOn: day.nullable(),
    }),
  ),
  recoveries: z.array(
    z.object({
      id: z.uuid(),
      year: z.int(),
      source: z.string(),
      state: z.enum(recoveryStates),
      amountCents: z.int(),
      orderedOn: day,
      receivedOn: day.nullable(),
    }),
  ),
});

const shown = ({ organisation, organisationName, siret, ...row }: Awaited<ReturnType<typeof grantsForAccounts>>[number]) => ({
  ...row,
  organisation: { id: organisation, name: organisationName, siret },
});
const scope = { scope: "grants:read", scopes: ["grants:read"], tag: "accounts" } as const;

/** Grants as the accounts need them, from the vote on: what is not public of them too. */
export const grantOperations: readonly KeyedOperation[] = [
  {
    ...scope,
    id: "listGrants",
    words: "listGrants",
    method: "get",
    path: "/api/v1/grants",
    params: [
      text("after", { words: "afterGrant", example: "SOLIDAE-2027-0012" }),
      oneOf("state", grantStates, { words: "grantState" }),
      limit,
    ],
    answers: [
      { status: 200, words: "grants", schema: z.object({ grants: z.array(grant), after: z.string().nullable(), more: z.boolean() }) },
    ],
    problems: ["invalid_parameter", "unknown_parameter"],
    async handle({ db, query }) {
      const { after, state, limit: size = USUAL_LIMIT } = query as { after?: string; state?: GrantState; limit?: number };
      const rows = await grantsForAccounts(db, { after, state, limit: size + 1 });
      const page = rows.slice(0, size);
      return {
        ok: true,
        status: 200,
        body: { grants: page.map(shown), after: page.at(-1)?.number ?? after ?? null, more: rows.length > size },
      };
    },
  },
  {
    ...scope,
    id: "getGrant",
    words: "getGrant",
    method: "get",
    path: "/api/v1/grants/{number}",
    params: [
      {
        name: "number",
        in: "path",
        form: "one",
        schema: z.string().min(1).max(60),
        required: true,
        words: "grantNumber",
        example: "SOLIDAE-2027-0012",
      },
    ],
    answers: [{ status: 200, words: "grant", schema: grant }],
    problems: ["nothing_there"],
    async handle({ db, path }) {
      const [found] = await grantsForAccounts(db, { number: path.number ?? "", limit: 1 });
      return found ? { ok: true, status: 200, body: shown(found) } : { ok: false, code: "nothing_there" };
    },
  },
];
