import { randomUUID } from "node:crypto";
import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { DocumentOf } from "../../register/record/fields.ts";
import type { Kind } from "../../register/record/kind.ts";
import { parseDocument } from "../../register/record/parse.ts";
import { act, invalid, logAct, type Outcome, refuse } from "../acts.ts";
import { boundedSources } from "./law-store.ts";
import { adjustForm, envelopeForm, gaugeForm, transferForm } from "./rules.ts";
import { findEnvelope, insertEnvelope, post, putGauge } from "./store.ts";

const forbidden = refuse("forbidden");

/** Opens the envelope of a fiscal year, a programme and a source. One of each: a second is refused. */
export async function openEnvelope(db: Database, input: unknown, by: Actor): Promise<Outcome<{ id: string }>> {
  if (!may(by, "envelope.manage")) return forbidden;
  const parsed = parseDocument(envelopeForm as unknown as Kind, input);
  if (!parsed.ok) return invalid(parsed.problems);
  const value = parsed.document as DocumentOf<typeof envelopeForm.fields>;
  return act(db, async (trx) => {
    const id = await insertEnvelope(trx, { year: value.year, programme: value.programme, source: value.source });
    await post(
      trx,
      [
        { envelope: id, account: "ae", cents: value.aeCents, reason: value.reason },
        { envelope: id, account: "cp", cents: value.cpCents, reason: value.reason },
      ],
      by,
    );
    await logAct(trx, { kind: "envelope", id }, "opened", value, by);
    return { ok: true, id };
  });
}

/** Adds to or takes from an envelope. Less than what is already held against it is refused by the database. */
export async function adjustEnvelope(db: Database, id: string, input: unknown, by: Actor): Promise<Outcome> {
  if (!may(by, "envelope.manage")) return forbidden;
  const parsed = parseDocument(adjustForm as unknown as Kind, input);
  if (!parsed.ok) return invalid(parsed.problems);
  const value = parsed.document as DocumentOf<typeof adjustForm.fields>;
  return act(db, async (trx) => {
    if (!(await findEnvelope(trx, id))) return refuse("not_found");
    await post(
      trx,
      [
        { envelope: id, account: "ae", cents: value.aeDelta ?? 0, reason: value.reason },
        { envelope: id, account: "cp", cents: value.cpDelta ?? 0, reason: value.reason },
      ],
      by,
    );
    await logAct(trx, { kind: "envelope", id }, "adjusted", value, by);
    return { ok: true };
  });
}

/** Moves credits from one envelope to another of the same year and currency: one event, two movements that cancel out. */
export async function transferCredits(db: Database, from: string, input: unknown, by: Actor): Promise<Outcome> {
  if (!may(by, "envelope.manage")) return forbidden;
  const parsed = parseDocument(transferForm as unknown as Kind, input);
  if (!parsed.ok) return invalid(parsed.problems);
  const { to, aeCents, cpCents, reason } = parsed.document as DocumentOf<typeof transferForm.fields>;
  return act(db, async (trx) => {
    const [source, target] = await Promise.all([findEnvelope(trx, from), findEnvelope(trx, to)]);
    if (!source || !target) return refuse("not_found");
    if (from === to || source.year !== target.year || source.currency !== target.currency) return refuse("transfer_same_year");
    const transfer = randomUUID();
    await post(
      trx,
      [
        { envelope: from, account: "ae", cents: -(aeCents ?? 0), transfer, reason },
        { envelope: from, account: "cp", cents: -(cpCents ?? 0), transfer, reason },
        { envelope: to, account: "ae", cents: aeCents ?? 0, transfer, reason },
        { envelope: to, account: "cp", cents: cpCents ?? 0, transfer, reason },
      ],
      by,
    );
    await logAct(trx, { kind: "envelope", id: from }, "transferred", { to, aeCents, cpCents, reason, transfer }, by);
    return { ok: true };
  });
}

/**
 * Enters the revenue of a service for a year: what may be spent is the share of it that the city's law
 * says, or the city's cap when that is lower.
 * A correction that would leave less than what is committed is refused by the database.
 */
export async function setGauge(db: Database, input: unknown, by: Actor): Promise<Outcome> {
  if (!may(by, "envelope.manage")) return forbidden;
  const parsed = parseDocument(gaugeForm as unknown as Kind, input);
  if (!parsed.ok) return invalid(parsed.problems);
  const value = parsed.document as DocumentOf<typeof gaugeForm.fields>;
  if (!(await boundedSources(db)).some(({ source }) => source === value.source)) return invalid([{ path: "source", code: "choice" }]);
  return act(db, async (trx) => {
    const version = await putGauge(trx, value);
    await logAct(trx, { kind: "gauge", id: `${value.year}-${value.source}`, version }, version === 1 ? "opened" : "adjusted", value, by);
    return { ok: true };
  });
}
