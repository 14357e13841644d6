import type { FC } from "hono/jsx";
import type { OccasionBrief } from "../../register/occasion/brief-store.ts";
import type { Point } from "../../register/record/parts-store.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { type Column, Table } from "../../ui/table.tsx";
import { plain, Text } from "../../ui/text.tsx";
import { RecordLink, Section } from "../register/parts/frame.tsx";
import { countryName } from "../register/parts/words.ts";
import { OccasionState, OccasionsTable } from "./parts.tsx";
import { recurrence } from "./recurrence.ts";

interface City {
  place: Point;
  byYear: Map<string, OccasionBrief[]>;
}

/** The places of a programme's occasions, each with its years. */
function citiesOf(occasions: OccasionBrief[]): City[] {
  const cities = new Map<string, City>();
  for (const one of occasions)
    for (const place of new Map(one.places.flatMap(({ point }) => (point ? [[point.id, point] as const] : []))).values()) {
      const city = cities.get(place.id) ?? { place, byYear: new Map() };
      cities.set(place.id, city);
      const year = one.startsOn.slice(0, 4);
      city.byYear.set(year, [...(city.byYear.get(year) ?? []), one]);
    }
  return [...cities.values()];
}

/** What a programme made take place: where and in which years as one table when it travels, else a list. */
export const ProgrammeOccasions: FC<{ c: PageContext; programme: { id: string; recursOn: string | null }; occasions: OccasionBrief[] }> = ({
  c,
  programme,
  occasions,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const own = occasions.filter(({ parent }) => !parent || !occasions.some(({ id }) => id === parent.id));
  const cities = citiesOf(own).sort((a, b) => plain(a.place.name, locale).localeCompare(plain(b.place.name, locale), locale));
  const years = [...new Set(own.map(({ startsOn }) => startsOn.slice(0, 4)))].sort();
  return (
    <Section id="occasions" title={t("kind.occasion.many")} when={occasions.length > 0 || programme.recursOn !== null}>
      {programme.recursOn && <p>{t("occasions.comesBack", { when: recurrence(programme.recursOn, locale) })}</p>}
      {cities.length > 1 && years.length > 1 ? (
        <CityTable c={c} cities={cities} years={years} />
      ) : (
        occasions.length > 0 && <OccasionsTable c={c} occasions={occasions} caption={t("kind.occasion.many")} />
      )}
      {occasions.length > 0 && (
        <p>
          <a href={href(locale, "occasions", { query: { programme: [programme.id] } })}>{t("occasions.allOfProgramme")}</a>
        </p>
      )}
    </Section>
  );
};

const CityTable: FC<{ c: PageContext; cities: City[]; years: string[] }> = ({ c, cities, years }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const columns: Column<City>[] = [
    { label: t("occasions.city"), heading: true, cell: ({ place }) => <Text value={place.name} locale={locale} /> },
    { label: t("portal.column.country"), cell: ({ place }) => countryName(place.country, locale) },
    ...years.map((year) => ({
      label: year,
      cell: ({ byYear }: City) =>
        (byYear.get(year) ?? []).map((one, i) => (
          <>
            {i > 0 && <br />}
            <RecordLink c={c} kind="occasion" record={one} /> <OccasionState c={c} state={one.state} />
          </>
        )),
    })),
  ];
  return <Table caption={t("occasions.cities")} rows={cities} columns={columns} class="occasion-cities" />;
};
