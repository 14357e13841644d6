import type { Actor } from "../../platform/accounts/rights.ts";
import type { Database } from "../../platform/database/connect.ts";
import { editionAt } from "../../register/edition/store.ts";
import type { Problem } from "../../register/record/kind.ts";
import { act, invalid, logAct, type Outcome, refuse } from "../acts.ts";
import { strandsAsked } from "../instruction/file-store.ts";
import { declarationFor } from "./interest-store.ts";
import { fileToJudge, findOpinion, putOpinion } from "./opinion-store.ts";
import { checkScores, criteriaOf, type Scores, totalOf } from "./rules.ts";
import { maySee } from "./visible-store.ts";

export interface OpinionInput {
  /** Per criterion, as it was typed: null where nothing was. */
  scores: Scores;
  comment: string;
  /** What the assessor would give, in cents; null without an opinion on it. */
  amountCents: number | null;
  /** Given: every criterion has its score and its comment, and the opinion counts. Else a draft. */
  given: boolean;
  /** The version that was read; 0 when there was none. */
  version: number;
}

/**
 * Keeps the opinion of one person on one file that was assigned to them. A given opinion may be changed while the file
 * is in assessment. "conflict": it was saved in another window since.
 */
export async function saveOpinion(
  db: Database,
  application: string,
  input: OpinionInput,
  by: Actor,
): Promise<Outcome<{ total: number | null }>> {
  return act(db, async (trx): Promise<Outcome<{ total: number | null }>> => {
    if (!(await maySee(trx, by, application))) return refuse("not_found");
    const file = await fileToJudge(trx, application);
    const strands = await strandsAsked(trx, application);
    if (file.state !== "in_assessment") return refuse("opinion_state");
    if (!(await declarationFor(trx, file.edition, by.id))) return refuse("declaration_missing");
    const edition = await editionAt(trx, file.edition, file.editionVersion);
    if (!edition) return refuse("not_found");
    const criteria = criteriaOf(
      edition,
      strands.map(({ strand }) => strand),
    );
    const known = new Set(criteria.map(({ code }) => code));
    const scores = Object.fromEntries(
      Object.entries(input.scores)
        .filter(([code]) => known.has(code))
        .map(([code, { score, comment }]) => [code, { score, comment: comment.trim().slice(0, 10_000) }]),
    );
    const current = await findOpinion(trx, application, by.id);
    // A given opinion that is saved again stays given: back to a draft, it would change the count of a jury at work.
    const given = input.given || current?.state === "given";
    const problems: Problem[] = checkScores(criteria, scores, given).map(({ criterion, code, maximum }) => ({
      path: `${code === "comment_required" ? "comment" : "score"}.${criterion}`,
      code,
      values: { maximum },
    }));
    if (input.amountCents !== null && (input.amountCents < 0 || input.amountCents > file.askedCents))
      problems.push({ path: "amount", code: "above_asked" });
    if (problems.length > 0) return invalid(problems);
    const total = totalOf(criteria, scores) ?? null;
    const { comment, amountCents } = input;
    const opinion = {
      application,
      scores,
      total,
      amountCents,
      comment: comment.trim().slice(0, 20_000),
      state: given ? ("given" as const) : ("draft" as const),
    };
    if ((current?.version ?? 0) !== input.version || !(await putOpinion(trx, opinion, by, input.version))) return refuse("conflict");
    if (given)
      await logAct(
        trx,
        { kind: "assessment", id: application, version: file.version },
        "opinion_given",
        { version: input.version + 1 },
        by,
      );
    return { ok: true, total };
  });
}
