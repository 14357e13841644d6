import type { Translator } from "../../platform/i18n/messages.ts";
import type { Block, PdfDocument } from "../../platform/pdf/document.ts";
import type { OfficeMission } from "../../register/mission/office-store.ts";
import { missionValue, workDays } from "../../register/mission/value.ts";
import { count, date, money } from "../../ui/format.ts";
import { plain } from "../../ui/text.tsx";

type Fact = [label: string, value: string];
const filled = (rows: [string, string | null | undefined | false][]): Fact[] => rows.filter((row): row is Fact => Boolean(row[1]));

/** When: "du … au …", as precisely as it is known. */
function dates({ startsOn, endsOn }: { startsOn: string; endsOn: string | null }, t: Translator): string {
  const [from, to] = [date(startsOn, t.locale), date(endsOn ?? startsOn, t.locale)];
  return from === to ? from : t("portal.period.between", { from, to });
}

/** What the order and the report begin with alike. */
function facts(mission: OfficeMission, t: Translator): Fact[] {
  const name = (record: { name: Record<string, string | undefined> } | null) => record && plain(record.name, t.locale);
  const where = [name(mission.point), name(mission.country)].filter(Boolean).join(", ");
  return filled([
    [t("field.mission.reference"), mission.reference],
    [t("portal.column.type"), t.dynamic(`choice.mission.type.${mission.type}`)],
    [t("portal.fact.dates"), dates(mission, t)],
    [t("portal.section.where"), where],
    [t("portal.column.partner"), name(mission.partner)],
    [t("portal.column.project"), name(mission.project)],
    [t("portal.fact.agreement"), name(mission.agreement)],
  ]);
}

function people(mission: OfficeMission, t: Translator): Block[] {
  if (mission.people.length === 0) return [];
  return [
    {
      type: "table",
      caption: t("field.mission.experts"),
      columns: [
        { label: t("portal.column.name") },
        { label: t("field.expert.post") },
        { label: t("portal.column.role") },
        { label: t("portal.fact.dates") },
      ],
      rows: mission.people.map((one) => [
        plain(one.name, t.locale),
        [one.post, one.service ?? (one.organisation && plain(one.organisation.name, t.locale))].filter(Boolean).join(", "),
        one.role ?? "–",
        dates({ startsOn: one.startsOn ?? mission.startsOn, endsOn: one.endsOn ?? mission.endsOn ?? one.startsOn }, t),
      ]),
    },
  ];
}

function costs(mission: OfficeMission, t: Translator): Block[] {
  if (mission.costs.length === 0) return [];
  const { costCents, costOfOthersCents } = missionValue({ ...mission, work: [], funders: [] });
  const amount = (cents: number) => money(cents, mission.currency, t.locale);
  return [
    {
      type: "table",
      caption: t("field.mission.costs"),
      columns: [
        { label: t("portal.column.type") },
        { label: t("field.mission.costs.organisation") },
        { label: t("portal.column.amount"), numeric: true },
      ],
      rows: mission.costs.map((line) => [
        t.dynamic(`choice.mission.costs.type.${line.type}`),
        line.organisation ? plain(line.organisation.name, t.locale) : t("cooperation.byCity"),
        amount(line.amountCents),
      ]),
      foot: [t("cooperation.total"), "", amount(costCents + costOfOthersCents)],
    },
  ];
}

const text = (value: Record<string, string | undefined>, heading: string, t: Translator): Block[] =>
  plain(value, t.locale) === ""
    ? []
    : [
        { type: "heading", level: 1, text: heading },
        { type: "text", text: plain(value, t.locale) },
      ];

/** The order of a mission: who goes where, when, what for, on what safety advice, at what cost. `signatory`: who signs for the city. */
export function missionOrder(mission: OfficeMission, signatory: string, t: Translator): PdfDocument {
  const signed = mission.state !== "planned" && mission.orderedOn !== null;
  return {
    title: t(signed ? "cooperation.order.title" : "cooperation.order.draft"),
    subtitle: plain(mission.name, t.locale),
    footer: [t("cooperation.order.footer"), mission.reference].filter(Boolean).join(" · "),
    blocks: [
      { type: "facts", rows: facts(mission, t) },
      ...people(mission, t),
      ...text(mission.purpose, t("field.mission.purpose"), t),
      { type: "heading", level: 1, text: t("cooperation.order.safety") },
      {
        type: "facts",
        rows: filled([
          [t("field.mission.safety"), t.dynamic(`choice.mission.safety.${mission.safety}`)],
          [t("field.mission.safetyOn"), mission.safetyOn && date(mission.safetyOn, t.locale)],
          [t("field.mission.safetyNote"), mission.safetyNote],
        ]),
      },
      { type: "heading", level: 1, text: t("cooperation.order.estimate") },
      ...costs(mission, t),
      ...(mission.costs.length === 0 ? [{ type: "text", text: t("cooperation.order.noCost") } satisfies Block] : []),
      ...(signed ? [] : [{ type: "mark", text: t("cooperation.order.notSigned") } satisfies Block]),
      {
        type: "signatures",
        parties: [
          {
            name: mission.orderedBy ?? signatory,
            role: mission.orderedOn
              ? t("cooperation.order.signedOn", { date: date(mission.orderedOn, t.locale) })
              : t("cooperation.order.toSign"),
          },
        ],
      },
    ],
  };
}

/** The report of a mission: what was done, by whom, for how many days, at what cost, with what result. */
export function missionReport(mission: OfficeMission, t: Translator): PdfDocument {
  const value = missionValue(mission);
  const work: Block[] =
    mission.work.length === 0
      ? []
      : [
          {
            type: "table",
            caption: t("cooperation.work"),
            columns: [
              { label: t("cooperation.service") },
              { label: t("field.mission.work.skill") },
              { label: t("cooperation.days"), numeric: true },
            ],
            rows: mission.work.map((line) => [
              line.service,
              line.skill ? plain(line.skill.name, t.locale) : "–",
              count(workDays(line), t.locale),
            ]),
            foot: [t("cooperation.total"), money(value.valueCents, mission.currency, t.locale), count(value.days, t.locale)],
          },
        ];
  return {
    title: t("cooperation.report.title"),
    subtitle: plain(mission.name, t.locale),
    footer: [t("cooperation.report.title"), mission.reference].filter(Boolean).join(" · "),
    blocks: [
      { type: "facts", rows: facts(mission, t) },
      ...people(mission, t),
      ...text(mission.purpose, t("field.mission.purpose"), t),
      ...text(mission.results, t("portal.section.results"), t),
      ...(plain(mission.results, t.locale) === "" ? [{ type: "text", text: t("cooperation.report.noResult") } satisfies Block] : []),
      ...work,
      ...costs(mission, t),
      {
        type: "signatures",
        parties: [
          { name: t("cooperation.report.author"), role: "" },
          { name: t("cooperation.report.manager"), role: "" },
        ],
      },
    ],
  };
}
