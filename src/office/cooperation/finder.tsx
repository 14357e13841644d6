import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { availabilityOf, daysGiven, spanOf } from "../../register/expert/availability.ts";
import { languageLevels } from "../../register/expert/rules.ts";
import { type ExpertFilter, type ExpertFound, findExperts, readExpertFilter } from "../../register/expert/store.ts";
import { loadMission } from "../../register/mission/store.ts";
import { termsOfVocabulary } from "../../register/record/list-store.ts";
import { FilterForm } from "../../ui/filter-form.tsx";
import { count, date } from "../../ui/format.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { officeHref } from "../addresses.ts";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";
import { Hindrances } from "./hindrances.tsx";

const PATH = "/bureau/experts-disponibles";

export function finderPages(app: Hono<OfficeEnv>): void {
  app.get("/experts-disponibles", only("record.read"), finder);
}

/** Who of the pool has the skill, speaks the language and is free on the dates; from a mission, its skills and dates are asked for. */
async function finder(c: OfficeContext): Promise<Response> {
  const { db } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const read = readExpertFilter(c.req.queries());
  const mission = read.mission ? await loadMission(db, read.mission) : undefined;
  const filter = mission ? ofMission(read, mission, c.req.query("skill") !== undefined || c.req.query("from") !== undefined) : read;
  const [people, skills] = await Promise.all([findExperts(db, filter), termsOfVocabulary(db, "skill")]);
  const languages = [...new Set(["fr", "en", ...people.flatMap((one) => one.languages.map(({ language }) => language))])].sort();
  const named = new Intl.DisplayNames(locale, { type: "language" });
  const backwards = filter.from && filter.to && filter.to < filter.from;
  const wanted = filter.from && !backwards ? spanOf(filter.from, filter.to ?? filter.from) : undefined;
  const rows = people
    .map((person) => ({ person, availability: wanted && availabilityOf(person, wanted) }))
    .sort((a, b) => Number(b.availability?.free ?? true) - Number(a.availability?.free ?? true));
  const free = rows.filter(({ availability }) => availability?.free).length;
  return c.html(
    <OfficeLayout c={c} title={t("cooperation.finder.title")}>
      <h1>{t("cooperation.finder.title")}</h1>
      {mission && (
        <p>
          {t("cooperation.finder.of")}{" "}
          <a href={officeHref("mission", mission.id)}>
            <Text value={mission.name} locale={locale} />
          </a>
        </p>
      )}
      <FilterForm
        c={c as never}
        action={PATH}
        label={t("cooperation.finder.title")}
        hidden={{ mission: mission?.id }}
        fields={[
          { type: "date", name: "from", label: t("cooperation.finder.from"), value: filter.from },
          { type: "date", name: "to", label: t("cooperation.finder.to"), value: filter.to },
          {
            type: "select",
            name: "language",
            label: t("cooperation.finder.language"),
            value: filter.language,
            empty: t("cooperation.finder.anyLanguage"),
            options: languages.map((value) => ({ value, label: named.of(value) ?? value })),
          },
          {
            type: "select",
            name: "level",
            label: t("cooperation.finder.level"),
            value: filter.level,
            empty: null,
            options: languageLevels.map((value) => ({ value, label: t.dynamic(`choice.expert.languages.level.${value}`) })),
          },
          {
            type: "checks",
            name: "skill",
            label: t("field.expert.skills"),
            values: filter.skill,
            options: skills.map(({ code, name }) => ({ value: code, label: plain(name, locale) })),
          },
        ]}
        active={[]}
        clear={PATH}
      />
      {backwards && (
        <p class="error-summary" role="alert">
          {t("cooperation.finder.backwards")}
        </p>
      )}
      <p role="status">
        <strong>
          {wanted
            ? t("cooperation.finder.free", { free, count: people.length, from: date(wanted.from, locale), to: date(wanted.to, locale) })
            : t("cooperation.finder.all", { count: people.length })}
        </strong>
      </p>
      {rows.length > 0 && <People c={c} rows={rows} filter={filter} />}
      <p class="meta">{t("cooperation.finder.perimeter")}</p>
    </OfficeLayout>,
  );
}

/** What a mission asks for, unless something else was typed. */
function ofMission(
  filter: ExpertFilter,
  mission: { skills: { code: string }[]; startsOn: string; endsOn: string | null },
  typed: boolean,
): ExpertFilter {
  if (typed) return filter;
  const { from, to } = spanOf(mission.startsOn, mission.endsOn);
  return { ...filter, skill: mission.skills.map(({ code }) => code), from, to };
}

interface Row {
  person: ExpertFound;
  availability: ReturnType<typeof availabilityOf> | undefined;
}
const People: FC<{ c: OfficeContext; rows: Row[]; filter: ExpertFilter }> = ({ c, rows, filter }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const year = Number((filter.from ?? new Date().toISOString()).slice(0, 4));
  return (
    <Table
      caption={t("kind.expert.many")}
      hideCaption
      class="dense"
      rows={rows}
      columns={[
        {
          label: t("portal.column.name"),
          heading: true,
          cell: ({ person }) => (
            <>
              <a href={officeHref("expert", person.id)}>
                <Text value={person.name} locale={locale} />
              </a>{" "}
              <DemoBadge demo={person.demo} t={t} />
              <br />
              <span class="meta">
                {[person.post, person.service ?? (person.organisation && plain(person.organisation.name, locale))]
                  .filter(Boolean)
                  .join(", ")}
              </span>
            </>
          ),
        },
        { label: t("field.expert.skills"), cell: ({ person }) => person.skills.map(({ name }) => plain(name, locale)).join(", ") },
        {
          label: t("field.expert.languages"),
          cell: ({ person }) =>
            person.languages
              .map(({ language, level }) => `${language} (${t.dynamic(`choice.expert.languages.level.${level}`)})`)
              .join(", "),
        },
        {
          label: t("cooperation.finder.availability"),
          cell: ({ availability }) =>
            availability === undefined ? (
              <span class="muted">—</span>
            ) : availability.free ? (
              <strong class="badge badge-published">{t("cooperation.finder.isFree")}</strong>
            ) : (
              <Hindrances c={c} hindrances={availability.hindrances} />
            ),
        },
        {
          label: t("cooperation.finder.given", { year: String(year) }),
          numeric: true,
          cell: ({ person }) => {
            const given = daysGiven(person.stays, year);
            return person.yearlyDays === null
              ? count(given, locale)
              : t("cooperation.finder.givenOf", { given: count(given, locale), limit: count(person.yearlyDays, locale) });
          },
        },
      ]}
    />
  );
};
