import type { FC } from "hono/jsx";
import type { MissionBrief } from "../../register/mission/brief-store.ts";
import { contributionOf, missionValue } from "../../register/mission/value.ts";
import { count, money } from "../../ui/format.ts";
import { days } from "../../ui/lasting.ts";
import type { PageContext } from "../../ui/page.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { Text } from "../../ui/text.tsx";
import { RecordLink, Section } from "../register/parts/frame.tsx";
import { choice } from "../register/parts/words.ts";

type Listed = Omit<MissionBrief, "partner"> & { partner: MissionBrief["partner"] };

/** When a mission takes place; a day alone is a day. */
export const MissionDates: FC<{ c: PageContext; mission: { startsOn: string; endsOn: string | null } }> = ({ c, mission }) => (
  <>{days(mission, c.get("locale"))}</>
);

/** The state of a mission: one that was called off is set apart. */
export const MissionState: FC<{ c: PageContext; state: string }> = ({ c, state }) => {
  const words = choice(c.get("t"), "mission.state", state);
  return state === "cancelled" ? <strong class="badge badge-stopped">{words}</strong> : <span class="nowrap">{words}</span>;
};

/** What a list of missions shows of each; without the partner on the partner's own page. */
export function missionColumns<R extends Listed>(c: PageContext, options: { partner: boolean }): Column<R>[] {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const unknown = <span class="muted">—</span>;
  const partner: Column<R> = {
    label: t("portal.column.partner"),
    cell: (row) => (row.partner ? <RecordLink c={c} kind="partner" record={row.partner} /> : unknown),
  };
  return [
    {
      label: t("kind.mission"),
      heading: true,
      cell: (row) => (
        <>
          <RecordLink c={c} kind="mission" record={row} /> <DemoBadge demo={row.demo} t={t} />
        </>
      ),
    },
    { label: t("portal.fact.dates"), cell: (row) => <MissionDates c={c} mission={row} /> },
    { label: t("portal.column.country"), cell: (row) => (row.country ? <Text value={row.country.name} locale={locale} /> : unknown) },
    ...(options.partner ? [partner] : []),
    { label: t("portal.column.type"), cell: (row) => choice(t, "mission.type", row.type) },
    { label: t("portal.column.state"), cell: (row) => <MissionState c={c} state={row.state} /> },
    {
      label: t("cooperation.days"),
      numeric: true,
      cell: (row) => (count(workValue(row).days, locale) === "0" ? unknown : count(workValue(row).days, locale)),
    },
    {
      label: t("cooperation.value"),
      numeric: true,
      cell: (row) => (workValue(row).valueCents === 0 ? unknown : money(workValue(row).valueCents, row.currency, locale)),
    },
  ];
}
const workValue = ({ currency, work }: Listed) => missionValue({ currency, work, costs: [], funders: [] });

/** Technical cooperation on the page of a project, a partner or a programme: the missions, then what those done were worth, apart from any grant. */
export const MissionsSection: FC<{ c: PageContext; missions: MissionBrief[]; partner?: boolean }> = ({ c, missions, partner = true }) => {
  const t = c.get("t");
  return (
    <Section id="missions" title={t("nav.missions")} when={missions.length > 0}>
      <Table caption={t("kind.mission.many")} hideCaption rows={missions} columns={missionColumns<MissionBrief>(c, { partner })} />
      <Contribution c={c} missions={missions} />
    </Section>
  );
};

/** The city's contribution in kind, with its perimeter: said beside the grants, never added to them. */
export const Contribution: FC<{ c: PageContext; missions: readonly { state: string; currency: string; work: MissionBrief["work"] }[] }> = ({
  c,
  missions,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const lines = contributionOf(missions).filter(({ days }) => days > 0);
  if (lines.length === 0) return <></>;
  return (
    <div class="contribution">
      {lines.map((line) => (
        <p>
          <strong>
            {t("cooperation.contribution", {
              days: line.days,
              missions: line.missions,
              amount: money(line.valueCents, line.currency, locale),
            })}
          </strong>
          {line.daysWithoutValue > 0 && <> {t("cooperation.withoutValue", { days: line.daysWithoutValue })}</>}
        </p>
      ))}
      <p class="meta">{t("cooperation.perimeter")}</p>
    </div>
  );
};
