import type { FC } from "hono/jsx";
import { phaseOf } from "../../register/edition/rules.ts";
import { Facts } from "../../ui/facts.tsx";
import { date, money, share } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfApplicant, hrefOfCalendar, hrefOfData } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import { Prose, plain, Text } from "../../ui/text.tsx";
import { EditionResults } from "../grants/laureates.tsx";
import type { EditionWithResults } from "../grants/load.ts";
import { RecordLink, RecordPage, Section } from "../register/parts/frame.tsx";
import { Website } from "../register/parts/lists.tsx";
import { editionThing } from "../structured/money.ts";
import { goodUntil } from "./countdown.ts";
import { Countries } from "./countries.tsx";
import { Budget, Questions } from "./form.tsx";
import { Left, monthsText, PhaseBadge, When } from "./parts.tsx";
import { Documents, Indicators, Payments, Reports } from "./rules.tsx";

/** Everything that an association needs to know of one edition of a call before it writes a word. */
export const EditionPage: FC<{ c: PageContext; data: EditionWithResults }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { edition, of: call } = data;
  const now = new Date();
  c.set("goodUntil", goodUntil([edition], now));
  const phase = phaseOf(edition, now);
  const sources = new Map(data.budgetSources.map(({ code, source }) => [code, source]));
  const weights = edition.criteria.reduce((sum, { weight }) => sum + weight, 0);
  return (
    <RecordPage
      c={c}
      data={data}
      about={editionThing(c, data)}
      follow={{ type: "call", value: call.id }}
      list={{ page: "calls", label: t("nav.calls") }}
      kicker={[t.dynamic(`choice.edition.procedure.${edition.procedure}`), " · ", <Text value={call.name} locale={locale} />]}
    >
      <div class="notice call-deadline">
        <p>
          <PhaseBadge phase={phase} t={t} /> <Left c={c} edition={edition} now={now} />
        </p>
        {phase === "cancelled" ? (
          <>
            <p>{t("calls.cancelledOn", { date: date(edition.cancelledOn!, locale) })}</p>
            <Prose value={edition.cancelReason} locale={locale} />
          </>
        ) : (
          <p>
            {phase === "announced" && (
              <>
                <b>{t("calls.opensAt")}</b> <When c={c} at={edition.opensAt} />
                <br />
              </>
            )}
            <b>{t(phase === "closed" ? "calls.closedAt" : "calls.closesAt")}</b> <When c={c} at={edition.closesAt} />
          </p>
        )}
        {(phase === "open" || phase === "announced") && (
          <p class="actions">
            <a class="button" href={hrefOfApplicant("eligibilite", data.id)}>
              {t("calls.checkEligibility")}
            </a>{" "}
            {phase === "open" && (
              <a class="button quiet" href={hrefOfApplicant("candidater", data.id)}>
                {t("calls.apply")}
              </a>
            )}
          </p>
        )}
        {phase === "open" && (
          <p class="meta">
            {t("calls.serverTime")} <a href={`/espace/aide/association?langue=${locale}`}>{t("guides.applying")}</a>
          </p>
        )}
      </div>

      <Facts
        facts={[
          [t("portal.column.programme"), call.programme && <RecordLink c={c} kind="programme" record={call.programme} />],
          [t("calls.crisis"), plain(edition.crisis, locale) && <Text value={edition.crisis} locale={locale} />],
          [t("field.minCents"), edition.minCents !== null && money(edition.minCents, edition.currency, locale)],
          [t("field.maxCents"), edition.maxCents !== null && money(edition.maxCents, edition.currency, locale)],
          [
            t("calls.citySharePercent"),
            edition.citySharePercent !== null && t("calls.atMost", { value: share(edition.citySharePercent, locale) }),
          ],
          [
            t("calls.travelSharePercent"),
            edition.travelSharePercent !== null && t("calls.atMost", { value: share(edition.travelSharePercent, locale) }),
          ],
          [t("calls.maxMonths"), monthsText(c, edition.maxMonths)],
          [t("calls.before"), t(edition.retroactive ? "calls.beforeYes" : "calls.beforeNo")],
          [t("field.fiscalYear"), String(edition.fiscalYear)],
          [t("field.contact"), call.contact ?? <a href={href(locale, "contact")}>{t("calls.contactCity")}</a>],
          [t("portal.fact.website"), call.website && <Website url={call.website} />],
        ]}
      />

      <EditionResults c={c} data={data} />

      <Section id="purpose" title={t("calls.purpose")} when={Boolean(plain(call.summary, locale) || plain(call.description, locale))}>
        <Prose value={call.summary} locale={locale} />
        <Prose value={call.description} locale={locale} />
      </Section>

      <Section id="who" title={t("field.beneficiaries")} when={edition.conditions.length > 0 || Boolean(plain(call.beneficiaries, locale))}>
        <Prose value={call.beneficiaries} locale={locale} />
        <ul>
          {edition.conditions.map(({ label, help }) => (
            <li>
              <Text value={label} locale={locale} />
              {plain(help, locale) && (
                <span class="meta">
                  {" "}
                  <Text value={help} locale={locale} />
                </span>
              )}
            </li>
          ))}
        </ul>
      </Section>

      <Section id="where" title={t("calls.where")}>
        <Countries c={c} data={data} />
      </Section>

      <Section id="money" title={t("field.strands")} when={edition.strands.length > 0}>
        <Table
          caption={t("field.strands")}
          hideCaption
          rows={edition.strands}
          columns={[
            { label: t("calls.strand"), heading: true, cell: (strand) => <Text value={strand.name} locale={locale} /> },
            {
              label: t("calls.paidFrom"),
              cell: (strand) => <Text value={sources.get(strand.code)?.name ?? {}} locale={locale} />,
            },
            {
              label: t("calls.ceiling"),
              numeric: true,
              cell: (strand) =>
                strand.maxCents === null ? (
                  <span class="muted">{t("calls.noCeiling")}</span>
                ) : (
                  money(strand.maxCents, edition.currency, locale)
                ),
            },
          ]}
        />
        <Payments c={c} edition={edition} />
      </Section>

      <Section id="criteria" title={t("field.criteria")} when={edition.criteria.length > 0}>
        <Table
          caption={t("field.criteria")}
          hideCaption
          rows={edition.criteria}
          columns={[
            {
              label: t("calls.criterion"),
              heading: true,
              cell: (criterion) => (
                <>
                  <Text value={criterion.name} locale={locale} />
                  {criterion.strand && (
                    <span class="row-note">
                      {" "}
                      (<Text value={edition.strands.find(({ code }) => code === criterion.strand)?.name ?? {}} locale={locale} />)
                    </span>
                  )}
                  {plain(criterion.help, locale) && (
                    <span class="definition">
                      <br />
                      <Text value={criterion.help} locale={locale} />
                    </span>
                  )}
                </>
              ),
            },
            { label: t("field.weight"), numeric: true, cell: ({ weight }) => share((weight / weights) * 100, locale) },
            { label: t("calls.scored"), numeric: true, cell: ({ maxScore }) => t("calls.scoredOver", { max: maxScore }) },
          ]}
        />
      </Section>

      <Section id="documents" title={t("field.requirements")} when={edition.requirements.length > 0}>
        <Documents c={c} edition={edition} />
      </Section>

      <Section id="timetable" title={t("calls.timetable")}>
        <Facts
          facts={[
            [t("calls.opensAt"), <When c={c} at={edition.opensAt} />],
            [t("field.informationAt"), edition.informationAt && <When c={c} at={edition.informationAt} />],
            [t("calls.closesAt"), <When c={c} at={edition.closesAt} />],
            [t("field.juryOn"), edition.juryOn && date(edition.juryOn, locale)],
            [t("field.councilOn"), edition.councilOn && date(edition.councilOn, locale)],
            [t("calls.resultsOn"), edition.resultsOn && date(edition.resultsOn, locale)],
          ]}
        />
        <p class="actions">
          <a class="button quiet" href={hrefOfCalendar(locale, data.id)} type="text/calendar">
            {t("calls.calendarOne")}
          </a>{" "}
          <a class="button quiet" href={hrefOfData("calls.atom", { lang: locale })} type="application/atom+xml">
            {t("calls.feed")}
          </a>
        </p>
      </Section>

      <Section id="form" title={t("calls.form")} when={edition.questions.length > 0 || edition.budgetLines.length > 0}>
        <p>{t("calls.formText", { count: edition.questions.length })}</p>
        <Questions c={c} edition={edition} />
        <Budget c={c} edition={edition} />
      </Section>

      <Section id="after" title={t("calls.after")} when={edition.reports.length > 0 || edition.indicators.length > 0}>
        <Reports c={c} edition={edition} />
        <Indicators c={c} edition={edition} />
      </Section>
    </RecordPage>
  );
};
