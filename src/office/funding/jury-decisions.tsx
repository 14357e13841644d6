import type { FC } from "hono/jsx";
import { juryDecisions } from "../../funding/assessment/rules.ts";
import { writeCents } from "../../register/record/numbers.ts";
import { money, score } from "../../ui/format.ts";
import { plain } from "../../ui/text.tsx";
import { oneOf } from "../form-data.ts";
import { StateBadge } from "./file-parts.tsx";
import { type JuryProps, lineDigest } from "./jury-form.ts";
import { refusalText } from "./refusal.tsx";

const decidable = ["in_assessment", "proposed", "reserve", "rejected"];

export const Decisions: FC<JuryProps> = ({ c, jury, gauges, rows, asides, given, page }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const own = given?.what === "decisions" ? given.values : undefined;
  const open = jury.state === "planned";
  const sourceName = (source: string) => plain(gauges.find((gauge) => gauge.source === source)?.sourceName ?? {}, locale) || source;
  return (
    <form method="post" action={`/bureau/jurys/${jury.id}${page > 1 ? `?page=${page}` : ""}`} class="jury-lines" data-jury>
      {rows.map((row) => {
        const sources = [...new Set(row.strands.map(({ source }) => source))];
        const stored = {
          [`decision.${row.id}`]: [row.decision ?? ""],
          [`rank.${row.id}`]: [row.juryRank === null ? "" : String(row.juryRank)],
          [`comment.${row.id}`]: [row.decisionComment ?? ""],
          ...Object.fromEntries(
            sources.map((source) => {
              const proposal = row.proposals.find((one) => one.source === source);
              return [`amount.${row.id}.${source}`, [proposal ? writeCents(proposal.amountCents, locale) : ""]];
            }),
          ),
        };
        const shown = own && (own.line ?? []).includes(row.id) ? own : stored;
        const value = (name: string) => oneOf(shown, name);
        const writes = open && decidable.includes(row.state);
        const refusal = given?.lines.get(row.id);
        const aside = asides.filter(({ application }) => application === row.id);
        return (
          <fieldset class={refusal ? "jury-line refused" : "jury-line"} id={`line-${row.id}`} disabled={!writes}>
            <legend>
              <span class="jury-rank">{row.rank}.</span> <a href={`/bureau/dossiers/${row.id}`}>{row.number}</a> {row.applicant}
            </legend>
            <p class="jury-facts">
              <span>{row.title}</span>
              <span>
                {t("assessment.mean")} <strong>{score(row.mean, locale)}</strong>{" "}
                <span class="muted">
                  {row.given > 1 && `${score(row.min, locale)} – ${score(row.max, locale)}, σ ${score(row.deviation, locale)}, `}
                  {t("assessment.received", { given: row.given, of: row.asked })}
                </span>
              </span>
              <span>
                {t("instruction.asked")} <strong>{money(row.askedCents, row.currency, locale)}</strong>
                {row.advisedCents !== null && (
                  <span class="muted"> {t("jury.advised", { amount: money(row.advisedCents, row.currency, locale) })}</span>
                )}
              </span>
              <StateBadge state={row.state} t={t} />
              {aside.length > 0 && (
                <span class="muted">
                  {t("jury.left.room")} {aside.map(({ name }) => name).join(", ")}
                </span>
              )}
            </p>
            {refusal && <p class="problem">{refusalText(c, refusal)}</p>}
            <input type="hidden" name="line" value={row.id} />
            <input type="hidden" name={`version.${row.id}`} value={String(row.version)} />
            <input
              type="hidden"
              name={`seen.${row.id}`}
              value={own && own === shown ? oneOf(own, `seen.${row.id}`) : lineDigest(stored, row.id)}
            />
            <div class="jury-fields">
              <p class="field">
                <label for={`decision-${row.id}`}>{t("jury.decision")}</label>
                <select id={`decision-${row.id}`} name={`decision.${row.id}`}>
                  <option value="">{t("jury.undecided")}</option>
                  {Object.keys(juryDecisions).map((decision) => (
                    <option value={decision} selected={decision === value(`decision.${row.id}`)}>
                      {t.dynamic(`jury.decision.${decision}`)}
                    </option>
                  ))}
                </select>
              </p>
              <p class="field jury-small">
                <label for={`rank-${row.id}`}>{t("jury.rank")}</label>
                <input id={`rank-${row.id}`} name={`rank.${row.id}`} inputmode="numeric" value={value(`rank.${row.id}`)} />
              </p>
              {sources.map((source) => (
                <p class="field">
                  <label for={`amount-${row.id}-${source}`}>
                    {sourceName(source)} ({jury.currency})
                  </label>
                  <input
                    id={`amount-${row.id}-${source}`}
                    name={`amount.${row.id}.${source}`}
                    inputmode="decimal"
                    value={value(`amount.${row.id}.${source}`)}
                    data-source={source}
                    data-saved={String(row.proposals.find((one) => one.source === source)?.amountCents ?? 0)}
                  />
                </p>
              ))}
              <p class="field jury-reasons">
                <label for={`comment-${row.id}`}>{t("jury.reasons")}</label>
                <textarea id={`comment-${row.id}`} name={`comment.${row.id}`} rows={2}>
                  {value(`comment.${row.id}`)}
                </textarea>
              </p>
            </div>
          </fieldset>
        );
      })}
      {open && (
        <p class="form-actions no-print">
          <button type="submit" name="do" value="decisions">
            {t("jury.save")}
          </button>
          <span class="jury-live" aria-live="polite" data-live></span>
        </p>
      )}
    </form>
  );
};
