import type { FC } from "hono/jsx";
import { Empty } from "../../ui/empty.tsx";
import { date, money } from "../../ui/format.ts";
import { Pagination } from "../../ui/pagination.tsx";
import { Text } from "../../ui/text.tsx";
import { Part } from "./file-parts.tsx";
import { Decisions } from "./jury-decisions.tsx";
import type { JuryProps } from "./jury-form.ts";
import { Asides, Meeting } from "./jury-people.tsx";
import { RefusalNotice, refusalText } from "./refusal.tsx";

export const JuryPage: FC<JuryProps> = (props) => {
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
                        <a href={`#line-${row.id}`}>{row.number}</a>
                        {`${t("common.colon")} `}
                        {refusalText(c, given.lines.get(row.id)!)}
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

const Gauges: FC<JuryProps> = ({ c, jury, gauges }) => {
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
