import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import type { Named } from "../record/parts-store.ts";
import type { MapFilter, MapLayer } from "./filters.ts";
import { type CountryOf, type LocatedCountry, type Spot, spotsOf } from "./spots.ts";
import {
  type LocatedNetwork,
  type LocatedPartner,
  type LocatedProject,
  locatedCountries,
  locatedNetworks,
  locatedPartners,
  locatedProjects,
} from "./store.ts";

/** What a map says of a record. */
interface MapRecord {
  layer: MapLayer;
  kind: "partner" | "project" | "network";
  id: string;
  name: Localised;
  demo: boolean;
  /** Of a project: its budget, else its grants; null when not known. */
  amountCents: number | null;
  currency: string | null;
  /** Of a partner on the layer of agreements. */
  agreements: { id: string; type: string; state: string }[];
  /** Of a partner on the layer of networks: those that it belongs to. */
  networks: Named[];
}
/** One record at one spot. A record of several places, or of several countries, is several points. */
export type MapPoint = MapRecord & Spot;

/** A record with its spots, and what it is narrowed by. */
interface Located {
  record: MapRecord;
  spots: Spot[];
  themes: string[];
  countries: string[];
}

/** A map before the themes and countries of its filter: they narrow it, and what each would leave is counted. */
export interface MapContent {
  projects: Located[];
  /** Partners and networks: few, so they are narrowed here. The projects already are. */
  others: Located[];
  countryOf: CountryOf;
}

export async function readMap(db: Database, filter: MapFilter, locale: Locale): Promise<MapContent> {
  const { layers, projects } = filter;
  const on = (...names: MapLayer[]) => names.some((name) => layers.includes(name));
  const [countries, projectRows, partners, networks] = await Promise.all([
    locatedCountries(db),
    on("projects") ? locatedProjects(db, projects, locale) : [],
    on("agreements", "networks") ? locatedPartners(db, projects.q, locale) : [],
    on("networks") ? locatedNetworks(db, projects.q, locale) : [],
  ]);
  const byCode = new Map<string, LocatedCountry>(countries.map((one) => [one.code, one]));
  const countryOf: CountryOf = (code) => byCode.get(code);
  return {
    projects: projectRows.map((row) => projectOf(row, countryOf)),
    others: [
      ...(on("agreements") ? partners.flatMap((row) => agreementsOf(row, filter.types, countryOf)) : []),
      ...(on("networks") ? [...seatsOf(networks, countryOf), ...partners.flatMap((row) => memberOf(row, networks, countryOf))] : []),
    ],
    countryOf,
  };
}

/** The points that the whole filter leaves. */
export function pointsOf({ projects, others }: MapContent, filter: MapFilter): MapPoint[] {
  const kept = others.filter((one) => matches(one, filter));
  return [...kept, ...projects].flatMap(({ record, spots }) => spots.map((spot) => ({ ...record, ...spot })));
}

/** The points of a map whose choices nobody asks for. */
export async function mapPoints(db: Database, filter: MapFilter, locale: Locale): Promise<MapPoint[]> {
  return pointsOf(await readMap(db, filter, locale), filter);
}

/** True for a record that has one of the themes and one of the countries, where some are asked for. */
export function matches(
  { themes, countries }: Pick<Located, "themes" | "countries">,
  { projects: { theme, country } }: MapFilter,
): boolean {
  return (
    (theme.length === 0 || theme.some((one) => themes.includes(one))) &&
    (country.length === 0 || country.some((one) => countries.includes(one)))
  );
}

const bare = { amountCents: null, currency: null, agreements: [], networks: [] };
const located = (record: MapRecord, spots: Spot[], themes: string[], countries: (string | null)[]): Located => ({
  record,
  spots,
  themes: [...new Set(themes)],
  countries: [...new Set([...countries, ...spots.map((spot) => spot.country)].filter((one) => one !== null))],
});

function projectOf({ id, name, demo, themes, amountCents, currency, places, countries }: LocatedProject, countryOf: CountryOf): Located {
  const record = { ...bare, layer: "projects", kind: "project", id, name, demo, amountCents, currency } as const;
  return located(record, spotsOf(places, countries, countryOf), themes, countries);
}

/** A partner by its agreements: nothing when it has none of the types asked for. */
function agreementsOf(
  { id, name, demo, themes, point, country, agreements }: LocatedPartner,
  types: string[],
  countryOf: CountryOf,
): Located[] {
  if (!agreements.some(({ type }) => types.length === 0 || types.includes(type))) return [];
  const spots = spotsOf([point], country ? [country] : [], countryOf);
  const record = { ...bare, layer: "agreements", kind: "partner", id, name, demo, agreements } as const;
  return [located(record, spots, [...themes, ...agreements.flatMap((one) => one.themes)], [country])];
}

/** A partner as a member of networks: nothing when the register knows none. */
function memberOf(
  { id, name, demo, point, country, memberships }: LocatedPartner,
  networks: LocatedNetwork[],
  countryOf: CountryOf,
): Located[] {
  if (memberships.length === 0) return [];
  const own = networks.filter((network) => memberships.some((line) => line.id === network.id));
  const record = {
    ...bare,
    layer: "networks",
    kind: "partner",
    id,
    name,
    demo,
    networks: own.map(({ id, name }) => ({ id, name })),
  } as const;
  return [
    located(
      record,
      spotsOf([point], country ? [country] : [], countryOf),
      own.flatMap((one) => one.themes),
      [country],
    ),
  ];
}

function seatsOf(networks: LocatedNetwork[], countryOf: CountryOf): Located[] {
  return networks
    .filter((network) => network.matches)
    .map(({ id, name, demo, themes, point }) =>
      located({ ...bare, layer: "networks", kind: "network", id, name, demo }, spotsOf([point], [], countryOf), themes, []),
    );
}
