import type { FC } from "hono/jsx";
import type { MissionRecord } from "../../register/mission/store.ts";
import { missionValue, workCents, workDays } from "../../register/mission/value.ts";
import { Facts } from "../../ui/facts.tsx";
import { count, money } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Table } from "../../ui/table.tsx";
import { Prose, plain, Text } from "../../ui/text.tsx";
import { RecordLink, RecordPage, Section } from "../register/parts/frame.tsx";
import { Countries } from "../register/parts/lists.tsx";
import { ThemeTags } from "../register/parts/terms.tsx";
import { SmallMap } from "../register/parts/where.tsx";
import { choice } from "../register/parts/words.ts";
import { missionThing } from "../structured/cooperation.ts";
import { MissionDates, MissionState } from "./mission-parts.tsx";

/** A mission of technical cooperation, for everyone: what for, with whom, the work given and its value, the costs, what came of it. */
export const MissionPage: FC<{ c: PageContext; data: MissionRecord }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <RecordPage
      c={c}
      data={data}
      about={missionThing(c, data)}
      list={{ page: "missions", label: t("nav.missions") }}
      kicker={[t("kind.mission"), " · ", choice(t, "mission.type", data.type), " · ", <MissionState c={c} state={data.state} />]}
    >
      <Facts
        facts={[
          [t("portal.fact.dates"), <MissionDates c={c} mission={data} />],
          [t("portal.column.country"), data.country && <Countries c={c} countries={[data.country]} />],
          [t("portal.column.partner"), data.partner && <RecordLink c={c} kind="partner" record={data.partner} />],
          [t("portal.column.project"), data.project && <RecordLink c={c} kind="project" record={data.project} />],
          [t("portal.fact.agreement"), data.agreement && <RecordLink c={c} kind="agreement" record={data.agreement} />],
          [t("portal.column.programme"), data.programme && <RecordLink c={c} kind="programme" record={data.programme} />],
          [
            t("field.mission.skills"),
            data.skills.map((skill, i) => (
              <>
                {i > 0 && ", "}
                <a href={href(locale, "missions", { query: { skill: [skill.code] } })}>
                  <Text value={skill.name} locale={locale} />
                </a>
              </>
            )),
          ],
          [t("portal.fact.reference"), data.reference],
        ]}
      />
      <ThemeTags c={c} themes={data.themes} />
      <SmallMap c={c} points={[data.point]} kind="project" label={t("portal.where.map", { name: plain(data.name, locale) })} />
      <Section id="purpose" title={t("field.mission.purpose")} when={plain(data.purpose, locale) !== ""}>
        <Prose value={data.purpose} locale={locale} />
      </Section>
      <Section id="results" title={t("portal.section.results")} when={plain(data.results, locale) !== "" || data.report !== null}>
        <Prose value={data.results} locale={locale} />
        {data.report && (
          <p>
            {t("field.mission.report")}
            {t("common.colon")} <RecordLink c={c} kind="document" record={data.report} />
          </p>
        )}
      </Section>
      <Work c={c} data={data} />
      <Costs c={c} data={data} />
      <CoFunders c={c} data={data} />
      <p class="meta">{t("cooperation.noNames")}</p>
    </RecordPage>
  );
};

type Part = FC<{ c: PageContext; data: MissionRecord }>;

/** Which services gave how many days, and what they are worth. */
const Work: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const value = missionValue({ ...data, costs: [], funders: [] });
  return (
    <Section id="work" title={t("cooperation.work")} when={data.work.length > 0}>
      <Table
        caption={t("cooperation.work")}
        hideCaption
        rows={data.work}
        columns={[
          { label: t("cooperation.service"), heading: true, cell: (line) => line.service },
          { label: t("field.mission.work.skill"), cell: (line) => line.skill && <Text value={line.skill.name} locale={locale} /> },
          { label: t("field.mission.work.people"), numeric: true, cell: (line) => line.people ?? "—" },
          { label: t("cooperation.days"), numeric: true, cell: (line) => count(workDays(line), locale) },
          {
            label: t("field.mission.work.dayCents"),
            numeric: true,
            cell: (line) => (line.dayCents === null ? "—" : money(line.dayCents, data.currency, locale)),
          },
          {
            label: t("cooperation.value"),
            numeric: true,
            cell: (line) => {
              const cents = workCents(line);
              return cents === null ? <span class="muted">{t("common.unknown")}</span> : money(cents, data.currency, locale);
            },
          },
        ]}
        foot={
          <tr>
            <th scope="row" colspan={3}>
              {t("cooperation.total")}
            </th>
            <td class="number">{count(value.days, locale)}</td>
            <td />
            <td class="number">{money(value.valueCents, data.currency, locale)}</td>
          </tr>
        }
      />
      <p class="meta">
        {data.state === "done" ? t("cooperation.perimeter") : t("cooperation.forecast")}
        {value.daysWithoutValue > 0 && <> {t("cooperation.withoutValue", { days: value.daysWithoutValue })}</>}
      </p>
    </Section>
  );
};

/** What it costs, and who pays. */
const Costs: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const city = plain(c.get("services").city.name, locale);
  const { costCents, costOfOthersCents } = missionValue({ ...data, work: [], funders: [] });
  return (
    <Section id="costs" title={t("field.mission.costs")} when={data.costs.length > 0}>
      <Table
        caption={t("field.mission.costs")}
        hideCaption
        rows={data.costs}
        columns={[
          { label: t("portal.column.type"), heading: true, cell: (line) => choice(t, "mission.costs.type", line.type) },
          {
            label: t("field.mission.costs.organisation"),
            cell: (line) => (line.organisation ? <RecordLink c={c} kind="organisation" record={line.organisation} /> : city),
          },
          { label: t("portal.column.amount"), numeric: true, cell: (line) => money(line.amountCents, data.currency, locale) },
        ]}
      />
      <p>
        {t("cooperation.cost", { amount: money(costCents, data.currency, locale) })}
        {costOfOthersCents > 0 && <> {t("cooperation.costOfOthers", { amount: money(costOfOthersCents, data.currency, locale) })}</>}
      </p>
    </Section>
  );
};

/** Who else gives, how surely, in cash or in kind. */
const CoFunders: Part = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <Section id="funders" title={t("portal.section.funders")} when={data.funders.length > 0}>
      <Table
        caption={t("portal.section.funders")}
        hideCaption
        rows={data.funders}
        columns={[
          { label: t("portal.column.name"), heading: true, cell: ({ who }) => <RecordLink c={c} kind={who?.kind ?? ""} record={who} /> },
          { label: t("portal.column.state"), cell: ({ status }) => choice(t, "mission.funders.status", status) },
          { label: t("portal.column.kind"), cell: ({ inKind }) => t(inKind ? "cooperation.inKind" : "cooperation.inCash") },
          {
            label: t("portal.column.amount"),
            numeric: true,
            cell: ({ amountCents, currency }) =>
              amountCents === null ? <span class="muted">{t("common.unknown")}</span> : money(amountCents, currency, locale),
          },
        ]}
      />
    </Section>
  );
};
