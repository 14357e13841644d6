import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { editionAt } from "../../register/edition/store.ts";
import type { DocumentOf } from "../../register/record/fields.ts";
import type { Kind } from "../../register/record/kind.ts";
import { parseDocument } from "../../register/record/parse.ts";
import { act, invalid, logAct, type Outcome, refuse } from "../acts.ts";
import { envelopeFor, type Movement, post } from "../envelope/store.ts";
import { mailApplicant } from "../mails.ts";
import { tryMove, type Who, whoIs } from "../states.ts";
import { type ConventionRow, conventionsOf, insertConvention, lockConvention, setConvention, type Terms } from "./convention-store.ts";
import { amendmentForm, scheduleProblems, signatureForm } from "./rules.ts";
import { centsBySource, reportsOf, type TrancheLine } from "./schedule.ts";
import { conventionMoves, grantMoves } from "./states.ts";
import {
  findGrant,
  type GrantRow,
  grantFacts,
  insertReports,
  insertTranche,
  lockGrant,
  setGrant,
  setSource,
  setTranche,
  sourcesOf,
  tranchesOf,
} from "./store.ts";

/** Starts the convention of a voted grant, from its schedule. One is open at a time. */
export async function draftConvention(db: Database, grantId: string, by: Actor): Promise<Outcome<{ id: string }>> {
  if (!may(by, "grant.follow")) return refuse("forbidden");
  return act(db, async (trx) => {
    const grant = await lockGrant(trx, grantId);
    if (!grant) return refuse("not_found");
    if (grant.state !== "voted") return refuse("wrong_state");
    if (!grant.endsOn) return refuse("dates_missing");
    const tranches = linesOf(await tranchesOf(trx, grantId));
    return insert(trx, grant, 0, { amountCents: grant.amountCents, endsOn: grant.endsOn, reasons: "", tranches }, by);
  });
}

/** Starts an amendment to a committed grant: later or earlier end, another schedule, less money. More is another vote. */
export async function draftAmendment(db: Database, grantId: string, input: unknown, by: Actor): Promise<Outcome<{ id: string }>> {
  if (!may(by, "grant.follow")) return refuse("forbidden");
  const parsed = parseDocument(amendmentForm as unknown as Kind, input);
  if (!parsed.ok) return invalid(parsed.problems);
  const { reasons, endsOn, tranches } = parsed.document as DocumentOf<typeof amendmentForm.fields>;
  return act(db, async (trx) => {
    const grant = await lockGrant(trx, grantId);
    if (!grant) return refuse("not_found");
    if (grant.state !== "committed" && grant.state !== "suspended") return refuse("wrong_state");
    const amountCents = tranches.reduce((sum, line) => sum + line.amountCents, 0);
    const problems = await amendmentProblems(trx, grant, tranches);
    if (problems.length > 0) return invalid(problems);
    const number =
      Math.max(...(await conventionsOf(trx, grantId)).filter(({ state }) => state !== "abandoned").map((one) => one.number)) + 1;
    return insert(trx, grant, number, { amountCents, endsOn, reasons, tranches }, by);
  });
}

/** No source gains, and no tranche of a year and source falls below what was asked or paid of it. */
async function amendmentProblems(trx: Database, grant: GrantRow, tranches: readonly TrancheLine[]) {
  const sources = await sourcesOf(trx, grant.id);
  const planned = centsBySource(tranches);
  const more = sources.flatMap(({ source, amountCents }) =>
    (planned.get(source) ?? 0) > amountCents ? [{ path: "tranches", code: "more_than_voted", values: { source } }] : [],
  );
  const unknown = scheduleProblems(
    tranches,
    sources.map(({ source }) => ({ source, cents: 0 })),
  ).filter(({ code }) => code === "source_not_voted");
  const current = await tranchesOf(trx, grant.id);
  const below = current.flatMap(({ position, requestedCents }) =>
    requestedCents > 0 && (tranches[position]?.amountCents ?? 0) < requestedCents
      ? [{ path: `tranches.${position}.amountCents`, code: "below_paid", values: { cents: requestedCents / 100 } }]
      : [],
  );
  return [...more, ...unknown, ...below];
}

async function insert(
  trx: Database,
  grant: GrantRow,
  number: number,
  terms: { amountCents: number; endsOn: string; reasons: string } & Terms,
  by: Actor,
): Promise<Outcome<{ id: string }>> {
  const { tranches, ...columns } = terms;
  const id = await insertConvention(trx, { grant: grant.id, number, ...columns, terms: { tranches } });
  await logAct(
    trx,
    { kind: "grant", id: grant.id, version: grant.version },
    number === 0 ? "convention_drafted" : "amendment_drafted",
    { number, ...terms },
    by,
  );
  return { ok: true, id };
}

const linesOf = (tranches: readonly TrancheLine[]): TrancheLine[] =>
  tranches.map(({ year, source, condition, amountCents }) => ({ year, source, condition, amountCents }));

/** Sends a convention for signature: `document` is its PDF, kept. The representatives are told. */
export async function sendConvention(db: Database, id: string, document: string, by: Actor): Promise<Outcome> {
  return act(db, async (trx): Promise<Outcome> => {
    const one = await lockConvention(trx, id);
    if (!one) return refuse("not_found");
    const result = tryMove(conventionMoves, one.state, "send", whoIs(by), { bothSigned: false });
    if (!result.ok) return result;
    const grant = (await findGrant(trx, one.grant))!;
    await setConvention(trx, id, { state: result.to, document });
    await logAct(trx, { kind: "grant", id: one.grant, version: grant.version }, "convention_sent", { number: one.number, document }, by);
    await mailApplicant(
      trx,
      grant.applicant,
      "convention_to_sign",
      { number: grant.number, title: grant.object, cents: one.amountCents, currency: grant.currency },
      {
        aboutKind: "grant",
        aboutId: grant.id,
        dedupeKey: `convention ${id}`,
      },
    );
    return { ok: true };
  });
}

/** Gives up a convention that is not signed by both: another may be drafted. */
export async function abandonConvention(db: Database, id: string, by: Actor): Promise<Outcome> {
  return act(db, async (trx): Promise<Outcome> => {
    const one = await lockConvention(trx, id);
    if (!one) return refuse("not_found");
    const result = tryMove(conventionMoves, one.state, "abandon", whoIs(by), { bothSigned: false });
    if (!result.ok) return result;
    await setConvention(trx, id, { state: result.to });
    await logAct(trx, { kind: "grant", id: one.grant }, "convention_abandoned", { number: one.number }, by);
    return { ok: true };
  });
}

/**
 * Records one signature of a convention that was sent. The second makes it signed: the grant then is too, its reports
 * are scheduled; an amendment then takes effect on the schedule and the envelopes, as the database allows.
 */
export async function recordSignature(
  db: Database,
  id: string,
  input: unknown,
  by: Actor,
  options: { who?: readonly Who[]; on: string },
): Promise<Outcome<{ signed: boolean }>> {
  const who = options.who ?? whoIs(by);
  const parsed = parseDocument(signatureForm as unknown as Kind, input);
  if (!parsed.ok) return invalid(parsed.problems);
  const { party, signedOn, signatory, evidence, file } = parsed.document as DocumentOf<typeof signatureForm.fields>;
  // A representative signs for the beneficiary alone; an officer records what was signed on paper, for either.
  if (!who.includes("officer") && !(who.includes("representative") && party === "beneficiary")) return refuse("forbidden");
  if (signedOn > options.on) return invalid([{ path: "signedOn", code: "in_the_future" }]);
  return act(db, async (trx): Promise<Outcome<{ signed: boolean }>> => {
    const one = await lockConvention(trx, id);
    if (!one) return refuse("not_found");
    if (one.state !== "sent") return refuse("wrong_state");
    const grant = (await findGrant(trx, one.grant))!;
    if (signedOn < grant.votedOn!) return invalid([{ path: "signedOn", code: "before_deliberation" }]);
    await setConvention(
      trx,
      id,
      party === "beneficiary"
        ? { beneficiarySignedOn: signedOn, beneficiarySignatory: signatory, beneficiaryEvidence: evidence, beneficiaryFile: file }
        : { citySignedOn: signedOn, citySignatory: signatory, cityEvidence: evidence, cityFile: file },
    );
    await logAct(
      trx,
      { kind: "grant", id: one.grant, version: grant.version },
      "convention_signature",
      { number: one.number, party, signedOn, signatory, file },
      by,
    );
    const after = (await lockConvention(trx, id))!;
    const bothSigned = after.beneficiarySignedOn !== null && after.citySignedOn !== null;
    if (!bothSigned) return { ok: true, signed: false };
    const result = tryMove(conventionMoves, after.state, "sign", ["officer"], { bothSigned });
    if (!result.ok) return result;
    await setConvention(trx, id, { state: result.to });
    const signed = after.beneficiarySignedOn! > after.citySignedOn! ? after.beneficiarySignedOn! : after.citySignedOn!;
    const taken = one.number === 0 ? await takeEffect(trx, one.grant, signed, options.on, by) : await amend(trx, one.grant, after, by);
    return taken.ok ? { ok: true, signed: true } : taken;
  });
}

/** The convention is signed: so is the grant, and its reports have their days. */
async function takeEffect(trx: Database, grantId: string, signedOn: string, on: string, by: Actor): Promise<Outcome> {
  const grant = (await lockGrant(trx, grantId))!;
  const result = tryMove(grantMoves, grant.state, "sign", ["officer"], await grantFacts(trx, grantId, on));
  if (!result.ok) return result;
  const { editionVersion } = (await findGrant(trx, grantId))!;
  const edition = await editionAt(trx, grant.edition, editionVersion);
  const version = await setGrant(trx, grantId, { state: result.to, signedOn });
  await insertReports(trx, grantId, reportsOf(edition ?? { reports: [] }, signedOn, grant.endsOn!));
  await logAct(trx, { kind: "grant", id: grantId, version }, "signed", { from: grant.state, to: result.to, signedOn }, by);
  return { ok: true };
}

/** An amendment takes effect: tranche by tranche against the credits of their years, the difference given back. */
async function amend(trx: Database, grantId: string, convention: ConventionRow, by: Actor): Promise<Outcome> {
  const grant = (await lockGrant(trx, grantId))!;
  const { tranches } = convention.terms;
  const problems = await amendmentProblems(trx, grant, tranches);
  if (problems.length > 0) return invalid(problems);
  const about = { kind: "grant", id: grantId } as const;
  const current = await tranchesOf(trx, grantId);
  const movements: Movement[] = [];
  for (const [position, line] of tranches.entries()) {
    const old = current[position];
    const envelope = await envelopeFor(trx, line.year, grant.programme, line.source);
    if (!envelope) return refuse("envelope_missing", { year: String(line.year), source: line.source });
    if (old && old.paidCents > 0 && (old.envelope !== envelope.id || old.condition !== line.condition)) return refuse("tranche_paid");
    if (old) movements.push({ envelope: old.envelope!, account: "scheduled", cents: -old.amountCents, about });
    movements.push({ envelope: envelope.id, account: "scheduled", cents: line.amountCents, about });
    const tranche = { ...line, envelope: envelope.id, scheduled: true as const };
    if (old) await setTranche(trx, old.id, tranche);
    else await insertTranche(trx, grantId, position, tranche);
  }
  // A tranche that is gone stays, at nothing: a request that was once rejected still names it.
  for (const gone of current.slice(tranches.length)) {
    movements.push({ envelope: gone.envelope!, account: "scheduled", cents: -gone.amountCents, about });
    await setTranche(trx, gone.id, { amountCents: 0 });
  }
  const planned = centsBySource(tranches);
  for (const { envelope, source, amountCents } of await sourcesOf(trx, grantId)) {
    const cents = planned.get(source) ?? 0;
    movements.push({ envelope, account: "committed", cents: cents - amountCents, about });
    await setSource(trx, grantId, envelope, cents);
  }
  await post(trx, netOf(movements), by);
  const version = await setGrant(trx, grantId, { amountCents: convention.amountCents, endsOn: convention.endsOn });
  await logAct(
    trx,
    { kind: "grant", id: grantId, version },
    "amended",
    { number: convention.number, amountCents: convention.amountCents, endsOn: convention.endsOn, reasons: convention.reasons, tranches },
    by,
  );
  return { ok: true };
}

/** One movement per envelope and account: what goes out and comes back within one act never passes a ceiling on the way. */
function netOf(movements: readonly Movement[]): Movement[] {
  return [...Map.groupBy(movements, ({ envelope, account }) => `${envelope} ${account}`).values()].map((group) => ({
    ...group[0]!,
    cents: group.reduce((sum, { cents }) => sum + cents, 0),
  }));
}
