import type { FC } from "hono/jsx";
import { may } from "../../platform/accounts/rights.ts";
import { timeZoneName } from "../../platform/time-zone.ts";
import { kindOf } from "../../register/kinds.ts";
import { moveFrom, proposalMoves } from "../../register/page/proposal/states.ts";
import type { Proposal } from "../../register/page/proposal/store.ts";
import { changedFields } from "../../register/record/history.ts";
import type { StoredRecord } from "../../register/record/store.ts";
import { Facts } from "../../ui/facts.tsx";
import { instant } from "../../ui/format.ts";
import { labelOf } from "../../ui/forms/context.ts";
import { plain, Text } from "../../ui/text.tsx";
import { officeHref } from "../addresses.ts";
import { FieldDifference, type Reader } from "../difference.tsx";
import type { OfficeContext } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { proposalHref } from "./addresses.ts";

interface Props {
  c: OfficeContext;
  proposal: Proposal;
  record: StoredRecord;
  read: Reader;
  /** Of what was just done, or why it was not. */
  notice?: string | undefined;
  problem?: string | undefined;
  /** What was typed with a move that was refused. */
  typed?: { answer: string; publishAt: string } | undefined;
  /** Fields that both it and somebody else have changed. */
  both?: readonly string[];
}

const kind = kindOf("page");

/** One proposal: where it stands, what it changes of what is there now, and what may be done with it. */
export const ProposalPage: FC<Props> = ({ c, proposal, record, read, notice, problem, typed, both = [] }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const name = plain(record.document.name as never, locale);
  const fields = changedFields(kind, record.document, proposal.document);
  const outdated = proposal.baseVersion !== record.version && ["draft", "in_review", "approved"].includes(proposal.state);
  const mayEdit = may(c.get("officer"), "proposal.write") && proposal.state === "draft";
  return (
    <OfficeLayout c={c} title={t("pages.proposal.title", { page: name })} notice={notice}>
      <p class="kicker">
        <a href={officeHref("page", record.id)}>{name}</a> ·{" "}
        <a href={officeHref("page", record.id, "propositions")}>{t("pages.proposals.title")}</a>
      </p>
      <h1>{t("pages.proposal.title", { page: name })}</h1>
      {problem && (
        <p class="error-summary" role="alert">
          {problem}
        </p>
      )}
      {proposal.problem && <p class="notice">{t.dynamic(`pages.problem.${proposal.problem}`)}</p>}
      <Facts
        facts={[
          [t("portal.column.state"), t.dynamic(`pages.state.${proposal.state}`)],
          [t("pages.proposals.author"), proposal.authorName],
          [t("pages.proposals.reviewer"), proposal.reviewerName],
          [t("pages.proposal.answer"), proposal.answer],
          [t("pages.proposal.publishAt"), proposal.publishAt && instant(proposal.publishAt, locale)],
          [t("pages.proposal.base"), t("office.version", { n: proposal.baseVersion })],
          [t("field.page.changes.note"), plain(proposal.note, locale) && <Text value={proposal.note} locale={locale} />],
        ]}
      />
      <p>
        {mayEdit && (
          <>
            <a class="button" href={proposalHref(proposal.id, "texte")}>
              {t("pages.proposal.write")}
            </a>{" "}
          </>
        )}
        <a class="button quiet" href={proposalHref(proposal.id, "apercu")}>
          {t("office.preview")}
        </a>
      </p>
      {outdated && (
        <div class="notice">
          <p>{t("pages.proposal.outdated", { n: record.version })}</p>
          {mayEdit && (
            <form method="post" action={proposalHref(proposal.id, "reprendre")}>
              <button type="submit">{t("pages.proposal.rebase")}</button>
            </form>
          )}
        </div>
      )}
      {both.length > 0 && (
        <p class="notice">{t("pages.proposal.both", { fields: both.map((field) => labelOf(t, "page", field)).join(", ") })}</p>
      )}
      <Moves c={c} proposal={proposal} typed={typed} />
      {proposal.state !== "published" && (
        <section aria-labelledby="changes-title">
          <h2 id="changes-title">{t("pages.proposal.changes")}</h2>
          {fields.length === 0 && <p>{t("pages.proposal.nothing")}</p>}
          <dl class="differences">
            {fields.map((field) => (
              <div>
                <dt>{labelOf(t, "page", field)}</dt>
                <dd>
                  <FieldDifference
                    field={kind.fields[field]!}
                    name={field}
                    before={record.document[field]}
                    after={proposal.document[field]}
                    read={read}
                  />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </OfficeLayout>
  );
};

/** The buttons of a state, for who may press them; those of a review are for whoever wrote no word of it. */
const Moves: FC<Pick<Props, "c" | "proposal" | "typed">> = ({ c, proposal, typed }) => {
  const t = c.get("t");
  const officer = c.get("officer");
  const own = proposal.writers.includes(officer.id);
  const all = Object.keys(proposalMoves[proposal.state]).flatMap((name) => {
    const move = moveFrom(proposal.state, name)!;
    return move.by && may(officer, move.by) ? [{ name, ...move }] : [];
  });
  const moves = all.filter((move) => !(move.review && own));
  if (all.length === 0) return <></>;
  return (
    <form method="post" action={proposalHref(proposal.id, "etat")} class="record-form proposal-moves">
      <input type="hidden" name="version" value={proposal.version} />
      {moves.length < all.length && <p class="hint">{t("pages.proposal.ownWords")}</p>}
      {moves.some((move) => move.answer) && (
        <p class="form-field">
          <label for="answer">{t("pages.proposal.answerLabel")}</label>
          <textarea id="answer" name="answer" rows={3}>
            {typed?.answer ?? ""}
          </textarea>
        </p>
      )}
      {moves.some((move) => move.name === "approve") && (
        <p class="form-field">
          <label for="publishAt">{t("pages.proposal.publishAtLabel")}</label>
          <span class="hint" id="publishAt-hint">
            {t("pages.proposal.publishAtHint", { zone: timeZoneName(c.get("locale")) })}
          </span>
          <input type="datetime-local" id="publishAt" name="publishAt" value={typed?.publishAt ?? ""} aria-describedby="publishAt-hint" />
        </p>
      )}
      <p class="form-actions">
        {moves.map((move, i) => (
          <button type="submit" name="do" value={move.name} class={i === 0 ? undefined : "quiet"}>
            {t.dynamic(`pages.move.${move.name}`)}
          </button>
        ))}
      </p>
    </form>
  );
};
