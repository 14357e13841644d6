import { type Actor, may } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { currentEdition } from "../../register/edition/store.ts";
import type { Problem } from "../../register/record/kind.ts";
import { act, invalid, logAct, type Outcome, refuse } from "../acts.ts";
import { parseApplicant } from "../applicant/rules.ts";
import { findApplicant, findTaken, insertApplicant } from "../applicant/store.ts";
import { type Draft, emptyDraft, totalsOf } from "../application/content.ts";
import { moveApplication } from "../application/move.ts";
import { sealOf } from "../application/seal.ts";
import { insertDraft, writeDraft } from "../application/store.ts";
import { insertSnapshot, notInTheFuture, putStrands } from "../application/submission-store.ts";
import { whoIs } from "../states.ts";

export interface EntryInput {
  edition: string;
  /** As a form of an applicant gives it. */
  applicant: Record<string, unknown>;
  title: string;
  summary: string;
  country: string;
  place: string;
  startsOn: string;
  endsOn: string;
  /** By strand, in cents. */
  asked: Record<string, number>;
  totalCents: number;
}

/**
 * The fast track of an emergency: an officer enters the request of a body and submits it in its name, as it came by
 * letter or by mail. A body that is known by its number is not made twice. Calls with a deadline are closed to it.
 */
export async function enterApplication(
  db: Database,
  input: EntryInput,
  by: Actor,
  now = new Date(),
): Promise<Outcome<{ id: string; number: string }>> {
  if (!may(by, "application.instruct")) return refuse("forbidden");
  const body = parseApplicant(input.applicant);
  const problems: Problem[] = [
    ...(body.ok ? [] : body.problems.map((problem) => ({ ...problem, path: `applicant.${problem.path}` }))),
    ...(input.title.trim() === "" ? [{ path: "title", code: "required" }] : []),
    ...(/^[A-Z]{2}$/.test(input.country) ? [] : [{ path: "country", code: "required" }]),
    ...(Object.values(input.asked).some((cents) => cents > 0) ? [] : [{ path: "asked", code: "required" }]),
    ...(["startsOn", "endsOn"] as const).flatMap((name) =>
      /^(\d{4}-\d{2}-\d{2})?$/.test(input[name]) ? [] : [{ path: name, code: "day" }],
    ),
  ];
  if (problems.length > 0 || !body.ok) return invalid(problems);
  return act(db, async (trx): Promise<Outcome<{ id: string; number: string }>> => {
    const edition = await currentEdition(trx, input.edition);
    if (!edition) return refuse("not_found");
    if (edition.document.procedure !== "fast_track" || edition.document.cancelledOn !== null) return refuse("not_fast_track");
    const { siret, rna, foreignId } = body.value;
    const known = siret || rna || foreignId ? await findTaken(trx, body.value) : undefined;
    const applicant = known?.id ?? (await insertApplicant(trx, body.value));
    if (!known) await logAct(trx, { kind: "applicant", id: applicant }, "created", { name: body.value.name, siret, rna }, by);
    const draft = draftOf(input);
    const { currency, strands } = edition.document;
    const id = await insertDraft(trx, {
      edition: input.edition,
      editionVersion: edition.version,
      applicant,
      currency,
      draft,
      startedFrom: null,
      by: by.id,
    });
    await writeDraft(trx, id, draft, totalsOf(draft, edition.document), by.id);
    const asked = strands.flatMap(({ code, budgetSource }) =>
      (input.asked[code] ?? 0) > 0 ? [{ strand: code, source: budgetSource, askedCents: input.asked[code]! }] : [],
    );
    await putStrands(trx, id, asked);
    const { profile, ...identity } = (await findApplicant(trx, applicant))!;
    const sealed = {
      edition: input.edition,
      editionVersion: edition.version,
      applicant: { ...identity, profile },
      content: draft,
      files: [],
    };
    const sha256 = sealOf(sealed);
    const moved = await moveApplication(trx, id, "submit", whoIs(by), by, {
      facts: { complete: true },
      set: { submittedAt: await notInTheFuture(trx, now), submittedBy: by.id, contentSha256: sha256 },
      details: { sha256, entered: true },
    });
    if (!moved.ok) return moved;
    await insertSnapshot(trx, {
      application: id,
      version: moved.version,
      reason: "submission",
      content: sealed,
      sha256,
      byUser: by.id,
      byName: by.name,
    });
    return { ok: true, id, number: moved.number! };
  });
}

function draftOf(input: EntryInput): Draft {
  const total = Math.max(input.totalCents, 0);
  return {
    ...emptyDraft(),
    title: input.title.trim().slice(0, 200),
    summary: input.summary.trim().slice(0, 2_000),
    startsOn: input.startsOn,
    endsOn: input.endsOn,
    places: [{ name: input.place.trim().slice(0, 200) || "—", country: input.country, latitude: null, longitude: null }],
    asked: Object.fromEntries(Object.entries(input.asked).filter(([, cents]) => cents > 0)),
    budget: { expenses: total > 0 ? [{ line: "", label: "Total", cents: total, inKind: false }] : [], resources: [] },
  };
}
