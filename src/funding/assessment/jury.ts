import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { currentEdition } from "../../register/edition/store.ts";
import type { Problem } from "../../register/record/kind.ts";
import { isPartialDate } from "../../register/record/partial-date.ts";
import { act, invalid, logAct, type Outcome, refuse } from "../acts.ts";
import { moveApplication } from "../application/move.ts";
import { lockApplication } from "../application/move-store.ts";
import type { ApplicationState } from "../application/states.ts";
import { strandsAsked } from "../instruction/file-store.ts";
import { whoIs } from "../states.ts";
import {
  deleteStepAside,
  findJury,
  gaugesOf,
  holdJury,
  insertJury,
  type Jury,
  type JuryMember,
  lockJury,
  putDecision,
  putProposals,
  putStepAside,
  replaceMembers,
  setJury,
} from "./jury-store.ts";
import { type JuryDecision, juryDecisions } from "./rules.ts";
import { maySee } from "./visible-store.ts";

const isDay = (value: string) => value.length === 10 && isPartialDate(value);

/** Plans the meeting of a jury on an edition. */
export async function planJury(
  db: Database,
  input: { edition: string; heldOn: string; place: string },
  by: Actor,
): Promise<Outcome<{ id: string }>> {
  if (!may(by, "jury.run")) return refuse("forbidden");
  if (!isDay(input.heldOn)) return invalid([{ path: "heldOn", code: input.heldOn === "" ? "required" : "day_needed" }]);
  return act(db, async (trx) => {
    if (!(await currentEdition(trx, input.edition))) return invalid([{ path: "edition", code: "required" }]);
    const id = await insertJury(trx, { ...input, place: input.place.trim().slice(0, 300) });
    await logAct(trx, { kind: "jury", id }, "planned", { ...input }, by);
    return { ok: true, id };
  });
}

export interface MeetingInput {
  version: number;
  heldOn: string;
  place: string;
  remarks: string;
  members: JuryMember[];
}

/** Puts down the day, the place, who sits and who is there. */
export async function saveMeeting(db: Database, id: string, input: MeetingInput, by: Actor): Promise<Outcome> {
  if (!may(by, "jury.run")) return refuse("forbidden");
  const members = input.members
    .map(({ name, quality, present }) => ({ name: name.trim().slice(0, 120), quality: quality.trim().slice(0, 200), present }))
    .filter(({ name, quality }) => name !== "" || quality !== "");
  const problems: Problem[] = [
    ...(isDay(input.heldOn) ? [] : [{ path: "heldOn", code: "day_needed" }]),
    ...members.flatMap(({ name }, i) => (name === "" ? [{ path: `members.${i}.name`, code: "required" }] : [])),
  ];
  if (problems.length > 0) return invalid(problems);
  return act(db, async (trx) => {
    const jury = await lockJury(trx, id);
    if (!jury) return refuse("not_found");
    if (jury.state === "closed") return refuse("jury_open");
    if (jury.version !== input.version) return refuse("conflict");
    await replaceMembers(trx, id, members);
    const version = await setJury(trx, id, {
      heldOn: input.heldOn,
      place: input.place.trim().slice(0, 300),
      remarks: input.remarks.trim().slice(0, 20_000),
    });
    await logAct(trx, { kind: "jury", id, version }, "edited", { heldOn: input.heldOn, members: members.length }, by);
    return { ok: true };
  });
}

/** Notes that a member left the room for a file, or takes the note back (`reason` null). */
export async function noteStepAside(
  db: Database,
  id: string,
  one: { application: string; name: string; reason: string | null },
  by: Actor,
): Promise<Outcome> {
  if (!may(by, "jury.run")) return refuse("forbidden");
  const { application, reason } = one;
  const name = one.name.trim().slice(0, 120);
  if (name === "") return invalid([{ path: "name", code: "required" }]);
  return act(db, async (trx) => {
    const jury = await lockJury(trx, id);
    if (!jury || !(await maySee(trx, by, application))) return refuse("not_found");
    if (jury.state === "closed") return refuse("jury_open");
    if (reason === null) await deleteStepAside(trx, id, application, name);
    else await putStepAside(trx, id, { application, name, reason: reason.trim().slice(0, 300) });
    await logAct(
      trx,
      { kind: "assessment", id: application },
      reason === null ? "step_aside_undone" : "stepped_aside",
      { jury: id, name },
      by,
    );
    return { ok: true };
  });
}

export interface DecisionInput {
  application: string;
  /** The version of the file that was read. */
  version: number;
  rank: number | null;
  decision: JuryDecision;
  comment: string;
  /** By budget source, in cents; used when the decision is "proposed". */
  amounts: Record<string, number>;
}

const decidable: readonly ApplicationState[] = ["in_assessment", "proposed", "reserve", "rejected"];

/**
 * What the jury says of one file. A proposal is held against the envelopes at once, by budget source: those of the
 * fiscal year of the edition and the programme of its call. What an envelope no longer holds is refused by the database.
 */
export async function decide(db: Database, id: string, input: DecisionInput, by: Actor): Promise<Outcome<{ to: ApplicationState }>> {
  if (!may(by, "jury.run")) return refuse("forbidden");
  const { application, decision, comment } = input;
  if (decision === "rejected" && comment.trim() === "") return refuse("reason_required");
  return act(db, async (trx): Promise<Outcome<{ to: ApplicationState }>> => {
    await holdJury(trx, id);
    const jury = await findJury(trx, id);
    if (!jury || !(await maySee(trx, by, application))) return refuse("not_found");
    const file = await lockApplication(trx, application);
    if (!file) return refuse("not_found");
    if (jury.state === "closed") return refuse("jury_open");
    if (file.version !== input.version) return refuse("conflict");
    if (!decidable.includes(file.state)) return refuse("wrong_state");
    await putDecision(trx, { application, jury: id, rank: input.rank, decision, comment: comment.trim().slice(0, 10_000) }, by);
    if (decision === "proposed") {
      const amounts = await byEnvelope(trx, application, jury, input.amounts);
      if (!amounts.ok) return amounts;
      await putProposals(trx, application, amounts.amounts, by);
      if (file.state === "proposed") {
        const total = [...amounts.amounts.values()].reduce((sum, cents) => sum + cents, 0);
        if (total === 0) return refuse("no_amount");
        await logAct(trx, { kind: "application", id: application, version: file.version }, "proposal", { cents: total, jury: id }, by);
        return { ok: true, to: "proposed" };
      }
    }
    if (file.state === decision) return { ok: true, to: file.state };
    // From rejected, the table of states leads back through the assessment.
    const moves = file.state === "rejected" ? ["reassess", juryDecisions[decision]] : [juryDecisions[decision]];
    for (const move of moves) {
      const moved = await moveApplication(trx, application, move, whoIs(by), by, {
        ...(move === "reject" ? { reason: comment } : {}),
        details: { jury: id, ...(decision === "proposed" ? { amounts: input.amounts } : {}) },
      });
      if (!moved.ok) return moved;
    }
    return { ok: true, to: decision };
  });
}

async function byEnvelope(
  trx: Database,
  application: string,
  { edition, fiscalYear }: Jury,
  amounts: Record<string, number>,
): Promise<Outcome<{ amounts: Map<string, number> }>> {
  const gauges = await gaugesOf(trx, edition);
  const asked = await strandsAsked(trx, application);
  const result = new Map<string, number>();
  for (const [source, cents] of Object.entries(amounts)) {
    if (cents === 0) continue;
    if (!Number.isSafeInteger(cents) || cents < 0) return refuse("amount");
    if (!asked.some((one) => one.source === source)) return refuse("source_not_asked", { source });
    const gauge = gauges.find((one) => one.source === source);
    if (!gauge?.envelope) return refuse("envelope_missing", { source, year: String(fiscalYear) });
    result.set(gauge.envelope, cents);
  }
  return { ok: true, amounts: result };
}
