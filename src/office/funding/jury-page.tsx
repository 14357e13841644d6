import type { FC } from "hono/jsx";
import type { Jury, JuryGauge, JuryMember, StepAside } from "../../funding/assessment/jury-store.ts";
import type { RankedRow } from "../../funding/assessment/ranking-store.ts";
import { juryDecisions } from "../../funding/assessment/rules.ts";
import { writeCents } from "../../register/record/numbers.ts";
import { Empty } from "../../ui/empty.tsx";
import { date, money, score } from "../../ui/format.ts";
import { Pagination } from "../../ui/pagination.tsx";
import { plain, Text } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";
import { oneOf } from "../form-data.ts";
import { Part, StateBadge } from "./file-parts.tsx";
import { type JuryGiven, lineDigest } from "./jury-form.ts";
import { RefusalNotice, refusalText } from "./refusal.tsx";

/** Empty lines for members who are still to be put down. */
const SPARE_MEMBERS = 3;

interface Props {
  c: OfficeContext;
  jury: Jury;
  members: JuryMember[];
  asides: StepAside[];
  gauges: JuryGauge[];
  rows: RankedRow[];
  page: number;
  pages: number;
  interested: boolean;
  given?: JuryGiven | undefined;
}

export const JuryPage: FC<Props> = (props) => {
  const { c, jury, rows, page, pages, interested, given } = props;
  const [t, locale] = [c.get("t"), c.get("locale")];
  const open = jury.state === "planned";
  return (
    <>
      <p class="no-print">
        <a href="/bureau/jurys">{t("jury.title")}</a> · <a href={`/bureau/classement/${jury.edition}`}>{t("assessment.ranking")}</a>
      </p>
      <h1>
        {t("jury.one")} {jury.editionCode}, {date(jury.heldOn, locale)}
      </h1>
      <p class="lead">
        <Text value={jury.editionName} locale={locale} /> · {t.dynamic(`state.jury.${jury.state}`)}
      </p>
      <RefusalNotice c={c} refusal={given?.refusal} />
      {jury.minutes &&
        (interested ? (
          <p class="muted">{t("jury.minutes.notYours")}</p>
        ) : (
          <p>
            <a href={`/bureau/jurys/${jury.id}/proces-verbal`}>{t("jury.minutes.title")} (PDF)</a>
          </p>
        ))}
      <Gauges {...props} />
      <Part id="decisions" title={t("jury.decisions")}>
        <p class="hint">{t("assessment.tieRule")}</p>
        {given && given.lines.size > 0 && (
          <div class="error-summary" role="alert" tabindex={-1} autofocus>
            <p>{t("jury.refused", { count: given.lines.size })}</p>
            <ul>
              {rows.flatMap((row) =>
                given.lines.has(row.id)
                  ? [
                      <li>
                        <a href={`#line-${row.id}`}>{row.number}</a> : {refusalText(c, given.lines.get(row.id)!)}
                      </li>,
                    ]
                  : [],
              )}
            </ul>
          </div>
        )}
        {rows.length === 0 ? (
          <Empty title={t("assessment.ranking.none")}>
            <p>{t("assessment.ranking.noneText")}</p>
          </Empty>
        ) : (
          <Decisions {...props} />
        )}
        <Pagination
          c={c as never}
          page={page}
          pages={pages}
          hrefOf={(one) => `/bureau/jurys/${jury.id}${one > 1 ? `?page=${one}` : ""}#decisions`}
        />
      </Part>
      <Asides {...props} />
      <Meeting {...props} />
      {open && (
        <form method="post" class="no-print">
          <h2>{t("jury.close")}</h2>
          <p class="hint">{t("jury.close.text")}</p>
          <input type="hidden" name="version" value={String(jury.version)} />
          <p>
            <button type="submit" name="do" value="close">
              {t("jury.close.do")}
            </button>
          </p>
        </form>
      )}
    </>
  );
};

const Gauges: FC<Props> = ({ c, jury, gauges }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <div class="table-scroll jury-gauges" role="group" tabindex={0} aria-label={t("jury.envelopes")}>
      <table class="dense">
        <caption>
          {t("jury.envelopes")} {jury.fiscalYear}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t("jury.source")}</th>
            <th scope="col" class="number">
              {t("jury.ae")}
            </th>
            <th scope="col" class="number">
              {t("jury.proposed")}
            </th>
            <th scope="col" class="number">
              {t("jury.left")}
            </th>
          </tr>
        </thead>
        <tbody>
          {gauges.map((gauge) => (
            <tr>
              <th scope="row">
                <Text value={gauge.sourceName} locale={locale} />
              </th>
              {gauge.envelope ? (
                <>
                  <td class="number">{money(gauge.aeCents, jury.currency, locale)}</td>
                  <td class="number">{money(gauge.proposedCents, jury.currency, locale)}</td>
                  <td class="number">
                    <output data-left={gauge.source} data-cents={String(gauge.freeCents)} data-currency={jury.currency}>
                      {money(gauge.freeCents, jury.currency, locale)}
                    </output>
                  </td>
                </>
              ) : (
                <td colspan={3} class="late">
                  {t("jury.noEnvelope")}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const decidable = ["in_assessment", "proposed", "reserve", "rejected"];

const Decisions: FC<Props> = ({ c, jury, gauges, rows, asides, given, page }) => {
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

const Asides: FC<Props> = ({ c, jury, asides, rows, members }) => {
  const t = c.get("t");
  const open = jury.state === "planned";
  const numberOf = (id: string) => rows.find((row) => row.id === id)?.number ?? "…";
  return (
    <Part id="sorties" title={t("jury.stepAsides")}>
      <p class="hint">{t("jury.stepAsides.law")}</p>
      {asides.length === 0 ? (
        <p class="muted">{t("jury.stepAsides.none")}</p>
      ) : (
        <ul>
          {asides.map(({ application, name, reason }) => (
            <li>
              {numberOf(application)} : {name}
              {reason && `, ${reason}`}
              {open && (
                <form method="post" class="inline-form">
                  <input type="hidden" name="name" value={name} />
                  <button type="submit" class="quiet small" name="do" value={`aside-undo:${application}`}>
                    {t("jury.stepAsides.undo")}
                  </button>
                </form>
              )}
            </li>
          ))}
        </ul>
      )}
      {open && rows.length > 0 && (
        <form method="post" class="row-form no-print">
          <label for="aside-file">{t("instruction.number")}</label>
          <select id="aside-file" name="file">
            {rows.map(({ id, number, applicant }) => (
              <option value={id}>
                {number} {applicant}
              </option>
            ))}
          </select>
          <label for="aside-name">{t("jury.member")}</label>
          <input id="aside-name" name="name" list="jury-members" required />
          <datalist id="jury-members">
            {members.map(({ name }) => (
              <option value={name} />
            ))}
          </datalist>
          <label for="aside-reason">{t("jury.reasons")}</label>
          <input id="aside-reason" name="reason" />
          <button type="submit" class="quiet" name="do" value="aside">
            {t("jury.stepAsides.add")}
          </button>
        </form>
      )}
    </Part>
  );
};

const Meeting: FC<Props> = ({ c, jury, members, given }) => {
  const t = c.get("t");
  const own = given?.what === "meeting" ? given.values : undefined;
  const open = jury.state === "planned";
  const lines = own
    ? (own["member.name"] ?? []).map((name, i) => ({
        name,
        quality: own["member.quality"]?.[i] ?? "",
        present: own["member.present"]?.[i] === "1",
      }))
    : members;
  if (!open)
    return (
      <Part id="reunion" title={t("jury.members")}>
        <ul>
          {members.map(({ name, quality, present }) => (
            <li>
              {[name, quality].filter(Boolean).join(", ")} {!present && <span class="muted">({t("jury.notPresent")})</span>}
            </li>
          ))}
        </ul>
        {jury.remarks && <p class="pre">{jury.remarks}</p>}
      </Part>
    );
  return (
    <Part id="reunion" title={t("jury.members")}>
      <form method="post">
        <input type="hidden" name="version" value={String(jury.version)} />
        <div class="jury-fields">
          <p class="field">
            <label for="held-on">{t("jury.heldOn")}</label>
            <input id="held-on" type="date" name="heldOn" value={own ? oneOf(own, "heldOn") : jury.heldOn} required />
          </p>
          <p class="field jury-reasons">
            <label for="held-in">{t("jury.place")}</label>
            <input id="held-in" name="place" value={own ? oneOf(own, "place") : jury.place} />
          </p>
        </div>
        <div class="table-scroll" role="group" tabindex={0} aria-label={t("jury.members")}>
          <table class="dense jury-members">
            <caption class="visually-hidden">{t("jury.members")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("instruction.name")}</th>
                <th scope="col">{t("jury.quality")}</th>
                <th scope="col">{t("jury.present")}</th>
              </tr>
            </thead>
            <tbody>
              {[...lines, ...Array.from({ length: SPARE_MEMBERS }, () => ({ name: "", quality: "", present: true }))].map(
                ({ name, quality, present }, i) => (
                  <tr>
                    <td>
                      <input name="member.name" value={name} aria-label={t("jury.memberName", { n: i + 1 })} />
                    </td>
                    <td>
                      <input name="member.quality" value={quality} aria-label={t("jury.memberQuality", { n: i + 1 })} />
                    </td>
                    <td>
                      <select name="member.present" aria-label={t("jury.memberPresent", { n: i + 1 })}>
                        <option value="1" selected={present}>
                          {t("jury.yes")}
                        </option>
                        <option value="0" selected={!present}>
                          {t("jury.no")}
                        </option>
                      </select>
                    </td>
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </div>
        <div class="form-field">
          <label for="remarks">{t("jury.remarks")}</label>
          <textarea id="remarks" name="remarks" rows={4}>
            {own ? oneOf(own, "remarks") : jury.remarks}
          </textarea>
        </div>
        <p>
          <button type="submit" class="quiet" name="do" value="meeting">
            {t("jury.meeting.save")}
          </button>
        </p>
      </form>
    </Part>
  );
};
