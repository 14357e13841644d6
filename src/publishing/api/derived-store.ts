import { z } from "zod";
import { grantStates } from "../../funding/grant/states.ts";
import type { KindName } from "../../register/kinds.ts";
import * as s from "./schemas.ts";

/** A value that no field of the kind holds: counted, or kept by the life of a grant. */
export interface Derived {
  schema: z.ZodType;
  /** An expression on the row `alias`. */
  sql: (alias: string) => string;
}

/** Lines of a view about a grant, in their order. */
const lines = (view: string, columns: string, order: string) =>
  `coalesce((SELECT json_agg(row_to_json(y)) FROM (SELECT ${columns} FROM published.${view} v WHERE v."grant" = g.id ORDER BY ${order}) y), '[]'::json)`;

const summary = (column: string, schema: z.ZodType): Derived => ({
  schema,
  sql: (alias) => `(SELECT u.${column} FROM published.project_summary u WHERE u.id = ${alias}.id)`,
});

const GRANT = `g.number, g.state, g.edition, g.submitted_on AS "submittedOn", g.voted_on AS "votedOn", g.executory_on AS "executoryOn", g.signed_on AS "signedOn",
  g.committed_on AS "committedOn", g.first_paid_on AS "firstPaidOn", g.closed_on AS "closedOn", g.starts_on AS "startsOn", g.ends_on AS "endsOn",
  g.asked_cents AS "askedCents", g.total_cents AS "totalCents", g.voted_cents AS "votedCents", g.agreed_cents AS "agreedCents",
  g.paid_cents AS "paidCents", g.recovered_cents AS "recoveredCents",
  ${lines("tranche", `v.year, v.source AS "budgetSource", v.condition, v.amount_cents AS "amountCents"`, "v.year, v.position")} AS tranches,
  ${lines("convention", `v.number, v.amount_cents AS "amountCents", v.ends_on AS "endsOn", v.signed_on AS "signedOn"`, "v.number")} AS conventions,
  ${lines("payment", `v.id, v.year, v.source AS "budgetSource", v.amount_cents AS "amountCents", v.paid_on AS "paidOn"`, "v.paid_on, v.id")} AS payments,
  ${lines("recovery", `v.id, v.amount_cents AS "amountCents", v.received_on AS "receivedOn"`, "v.received_on, v.id")} AS recoveries,
  ${lines("report", `v.type, v.due_on AS "dueOn", v.accepted, v.accepted_on AS "acceptedOn"`, "v.due_on, v.type")} AS reports`;

const grant = z.object({
  number: z.string(),
  state: z.enum(grantStates),
  edition: z.string(),
  submittedOn: s.day.nullable(),
  votedOn: s.day,
  executoryOn: s.day.nullable(),
  signedOn: s.day.nullable(),
  committedOn: s.day.nullable(),
  firstPaidOn: s.day.nullable(),
  closedOn: s.day.nullable(),
  startsOn: s.day.nullable(),
  endsOn: s.day.nullable(),
  askedCents: s.cents.nullable(),
  totalCents: s.cents.nullable(),
  votedCents: s.cents,
  agreedCents: s.cents,
  paidCents: s.cents,
  recoveredCents: s.cents,
  tranches: z.array(z.object({ year: s.year, budgetSource: z.string(), condition: z.string(), amountCents: s.cents })),
  conventions: z.array(z.object({ number: z.int(), amountCents: s.cents, endsOn: s.day.nullable(), signedOn: s.day.nullable() })),
  payments: z.array(z.object({ id: z.uuid(), year: s.year, budgetSource: z.string(), amountCents: s.cents, paidOn: s.day })),
  recoveries: z.array(z.object({ id: z.uuid(), amountCents: s.cents, receivedOn: s.day })),
  reports: z.array(z.object({ type: z.string(), dueOn: s.day, accepted: z.boolean(), acceptedOn: s.day.nullable() })),
});

/** What the public sees of a kind beyond its fields; nothing that its page does not show. */
export const derivedFields: Partial<Record<KindName, Record<string, Derived>>> = {
  project: {
    awardedCents: summary("awarded_cents", s.cents.nullable()),
    amountCents: summary("amount_cents", s.cents.nullable()),
    firstYear: summary("first_year", s.year.nullable()),
    lastYear: summary("last_year", s.year.nullable()),
  },
  award: {
    grant: {
      schema: grant.nullable(),
      sql: (alias) => `(SELECT row_to_json(g) FROM (SELECT ${GRANT} FROM published."grant" g WHERE g.award = ${alias}.id) g)`,
    },
  },
  edition: {
    outcome: {
      schema: z.object({ received: z.int(), admissible: z.int(), granted: z.int(), askedCents: s.cents, votedCents: s.cents }).nullable(),
      sql: (alias) =>
        `(SELECT row_to_json(o) FROM (SELECT o.received, o.admissible, o.granted, o.asked_cents AS "askedCents", o.voted_cents AS "votedCents" FROM published.edition_outcome o WHERE o.edition = ${alias}.id) o)`,
    },
  },
};
