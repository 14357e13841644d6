import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { dayOf } from "../../platform/instants.ts";
import type { DocumentOf } from "../../register/record/fields.ts";
import type { Kind } from "../../register/record/kind.ts";
import { parseDocument } from "../../register/record/parse.ts";
import { act, invalid, logAct, type Outcome, refuse } from "../acts.ts";
import { envelopeFor, type Movement, post } from "../envelope/store.ts";
import { tryMove, type Who, whoIs } from "../states.ts";
import { editProject } from "./public-record.ts";
import { scheduleForm, scheduleProblems } from "./rules.ts";
import { centsBySource } from "./schedule.ts";
import { type GrantState, grantMoves } from "./states.ts";
import { type GrantRow, grantFacts, lockGrant, replaceTranches, setGrant, setTranche, sourcesOf, tranchesOf } from "./store.ts";

/** Changes the schedule of a grant that is not committed: the same money, in other years or on other conditions. */
export async function editSchedule(db: Database, id: string, version: number, input: unknown, by: Actor): Promise<Outcome> {
  if (!may(by, "grant.follow")) return refuse("forbidden");
  const parsed = parseDocument(scheduleForm as unknown as Kind, input);
  if (!parsed.ok) return invalid(parsed.problems);
  const { tranches, startsOn, endsOn } = parsed.document as DocumentOf<typeof scheduleForm.fields>;
  return act(db, async (trx) => {
    const grant = await lockGrant(trx, id);
    if (!grant) return refuse("not_found");
    if (grant.state !== "voted" && grant.state !== "signed") return refuse("wrong_state");
    if (grant.version !== version) return refuse("conflict");
    const sources = await sourcesOf(trx, id);
    const problems = scheduleProblems(
      tranches,
      sources.map(({ source, amountCents }) => ({ source, cents: amountCents })),
    );
    if (problems.length > 0) return invalid(problems);
    await replaceTranches(trx, id, tranches);
    const next = await setGrant(trx, id, { startsOn, endsOn });
    await logAct(trx, { kind: "grant", id, version: next }, "scheduled", { startsOn, endsOn, tranches }, by);
    return { ok: true };
  });
}

/** What becomes of the project on its public page; one that is finished stays so. */
const projectAfter: Readonly<Record<string, string>> = {
  suspend: "suspended",
  resume: "running",
  cancel: "abandoned",
  lapse: "abandoned",
  withdraw: "abandoned",
};

/** Suspends, resumes, cancels, lets lapse, withdraws, closes: a move of the table that needs no more than a reason. */
export async function moveGrant(
  db: Database,
  id: string,
  move: string,
  by: Actor,
  options: { reason?: string; now?: Date; who?: readonly Who[] } = {},
): Promise<Outcome<{ state: GrantState }>> {
  const on = dayOf(options.now ?? new Date());
  return act(db, async (trx): Promise<Outcome<{ state: GrantState }>> => {
    const grant = await lockGrant(trx, id);
    if (!grant) return refuse("not_found");
    const result = tryMove(grantMoves, grant.state, move, options.who ?? whoIs(by), await grantFacts(trx, id, on));
    if (!result.ok) return result;
    if (move === "sign") return refuse("wrong_state"); // by the convention alone: see conventions.ts
    const reason = options.reason?.trim() ?? "";
    if (grantMoves[grant.state][move]!.reason && reason === "") return refuse("reason_required");
    if (move === "commit") {
      const committed = await commit(trx, grant, by);
      if (!committed.ok) return committed;
    }
    if (["cancelled", "lapsed"].includes(result.to)) await releaseVoted(trx, grant, by);
    if (["closed", "withdrawn"].includes(result.to)) await releaseUnpaid(trx, grant, by);
    const version = await setGrant(trx, id, {
      state: result.to,
      ...(reason ? { reason } : {}),
      ...(move === "commit" ? { committedOn: on } : {}),
      ...(result.to === "closed" ? { closedOn: on } : {}),
    });
    await logAct(trx, { kind: "grant", id, version }, move, { from: grant.state, to: result.to, ...(reason ? { reason } : {}) }, by);
    const state = projectAfter[move];
    if (state) {
      const told = await editProject(trx, grant.project, (project) => (project.state === "finished" ? {} : { state }), by);
      if (!told.ok) return told;
    }
    return { ok: true, state: result.to };
  });
}

/**
 * Commits a grant: voted money becomes committed in the envelopes of its vote, each tranche is scheduled in the
 * envelope of its year and counted in the legal gauge of that year. The database refuses what passes a ceiling.
 */
async function commit(trx: Database, grant: GrantRow, by: Actor): Promise<Outcome> {
  const about = { kind: "grant", id: grant.id } as const;
  const movements: Movement[] = [];
  for (const { envelope, amountCents } of await sourcesOf(trx, grant.id))
    movements.push(
      { envelope, account: "voted", cents: -amountCents, about },
      { envelope, account: "committed", cents: amountCents, about },
    );
  for (const tranche of await tranchesOf(trx, grant.id)) {
    const envelope = await envelopeFor(trx, tranche.year, grant.programme, tranche.source);
    if (!envelope) return refuse("envelope_missing", { year: String(tranche.year), source: tranche.source });
    await setTranche(trx, tranche.id, { envelope: envelope.id, scheduled: true });
    movements.push({ envelope: envelope.id, account: "scheduled", cents: tranche.amountCents, about });
  }
  await post(trx, movements, by);
  return { ok: true };
}

/** Gives back what was voted and will not be committed. */
async function releaseVoted(trx: Database, grant: GrantRow, by: Actor): Promise<void> {
  const about = { kind: "grant", id: grant.id } as const;
  await post(
    trx,
    (await sourcesOf(trx, grant.id)).map(({ envelope, amountCents }) => ({ envelope, account: "voted", cents: -amountCents, about })),
    by,
  );
}

/** Gives back what was committed and scheduled and will not be paid: what is committed is then what was paid. */
async function releaseUnpaid(trx: Database, grant: GrantRow, by: Actor): Promise<void> {
  const about = { kind: "grant", id: grant.id } as const;
  const tranches = await tranchesOf(trx, grant.id);
  const unpaid = centsBySource(tranches.map(({ source, amountCents, paidCents }) => ({ source, amountCents: amountCents - paidCents })));
  await post(
    trx,
    [
      ...tranches.map(
        (tranche): Movement => ({
          envelope: tranche.envelope!,
          account: "scheduled",
          cents: tranche.paidCents - tranche.amountCents,
          about,
        }),
      ),
      ...(await sourcesOf(trx, grant.id)).map(
        ({ envelope, source }): Movement => ({ envelope, account: "committed", cents: -(unpaid.get(source) ?? 0), about }),
      ),
    ],
    by,
  );
}
