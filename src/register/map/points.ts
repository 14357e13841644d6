import type { Database } from "../../platform/database/connect.ts";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { Localised } from "../../platform/localised.ts";
import type { OccasionBrief } from "../occasion/brief-store.ts";
import { type Bits, members, none, shared, size } from "../project/catalogue/bits.ts";
import type { Catalogue } from "../project/catalogue/catalogue.ts";
import { catalogueOf } from "../project/catalogue/current-store.ts";
import { select } from "../project/catalogue/select.ts";
import { holding } from "../project/catalogue/words-store.ts";
import type { Named } from "../record/parts-store.ts";
import type { MapFilter, MapLayer } from "./filters.ts";
import { type CountryOf, type Spot, spotsOf } from "./spots.ts";
import {
  type LocatedNetwork,
  type LocatedOccasion,
  type LocatedPartner,
  type LocatedProject,
  locatedNetworks,
  locatedOccasions,
  locatedPartners,
  locateProjects,
} from "./store.ts";

/** What a map says of a record. */
interface MapRecord {
  layer: MapLayer;
  kind: "partner" | "project" | "network" | "occasion";
  id: string;
  name: Localised;
  demo: boolean;
  /** Of a project: its budget, else its grants; null when not known. */
  amountCents: number | null;
  currency: string | null;
  /** Of a project: who reports it, when it is not the city's own. */
  reportedBy: Named | null;
  /** Of a partner on the layer of agreements. */
  agreements: { id: string; type: string; state: string }[];
  /** Of a partner on the layer of networks: those that it belongs to. */
  networks: Named[];
  /** Of an occasion: when it takes place, as precisely as it is known. */
  lasting: Pick<OccasionBrief, "startsOn" | "endsOn" | "startsAt" | "endsAt" | "state"> | null;
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

/** A map before the themes and countries of its filter narrow the other layers: what each would leave is counted. */
export interface MapContent {
  catalogue: Catalogue;
  /** The projects that the whole filter leaves; none when their layer is off. */
  projects: Bits;
  /** Partners, networks and occasions: few, so they are narrowed here. */
  others: Located[];
  countryOf: CountryOf;
}

export async function readMap(db: Database, filter: MapFilter, locale: Locale): Promise<MapContent> {
  const { layers, projects } = filter;
  const on = (...names: MapLayer[]) => names.some((name) => layers.includes(name));
  const [catalogue, partners, networks, occasions] = await Promise.all([
    catalogueOf(db),
    on("agreements", "networks") ? locatedPartners(db, projects.q, locale) : [],
    on("networks") ? locatedNetworks(db, projects.q, locale) : [],
    on("occasions") ? locatedOccasions(db, projects.q, locale) : [],
  ]);
  const { countryOf } = catalogue;
  return {
    catalogue,
    projects: on("projects")
      ? select(catalogue, projects, await holding(db, catalogue, projects.q, locale)).matched
      : none(catalogue.ids.length),
    others: [
      ...(on("agreements") ? partners.flatMap((row) => agreementsOf(row, filter.types, countryOf)) : []),
      ...(on("networks") ? [...seatsOf(networks, countryOf), ...partners.flatMap((row) => memberOf(row, networks, countryOf))] : []),
      ...occasions.map((row) => occasionOf(row, countryOf)),
    ],
    countryOf,
  };
}

/** The points of partners, networks and occasions that the whole filter leaves. */
export function otherPoints({ others }: MapContent, filter: MapFilter): MapPoint[] {
  return others.filter((one) => matches(one, filter)).flatMap(pointsOf);
}

/** The points of some projects, by their identifiers. */
export async function projectPoints(db: Database, ids: readonly string[], countryOf: CountryOf): Promise<MapPoint[]> {
  return (await locateProjects(db, ids)).flatMap((row) => pointsOf(projectOf(row, countryOf)));
}

/** How many projects that match are on no map: neither place nor country is known. */
export function unplaced({ catalogue, projects }: MapContent): number {
  return size(projects) - shared(projects, catalogue.placed);
}

const BATCH = 500;

/** Every point that the whole filter leaves, some at a time. */
export async function* allPoints(db: Database, content: MapContent, filter: MapFilter): AsyncGenerator<MapPoint[]> {
  yield otherPoints(content, filter);
  const ids = Array.from(members(content.projects), (i) => content.catalogue.ids[i]!);
  for (let from = 0; from < ids.length; from += BATCH) yield await projectPoints(db, ids.slice(from, from + BATCH), content.countryOf);
}

const pointsOf = ({ record, spots }: Located): MapPoint[] => spots.map((spot) => ({ ...record, ...spot }));

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

const bare = { amountCents: null, currency: null, reportedBy: null, agreements: [], networks: [], lasting: null };
const located = (record: MapRecord, spots: Spot[], themes: string[], countries: (string | null)[]): Located => ({
  record,
  spots,
  themes: [...new Set(themes)],
  countries: [...new Set([...countries, ...spots.map((spot) => spot.country)].filter((one) => one !== null))],
});

function projectOf(row: LocatedProject, countryOf: CountryOf): Located {
  const { id, name, demo, themes, amountCents, currency, reportedBy, places, countries } = row;
  const record = { ...bare, layer: "projects", kind: "project", id, name, demo, amountCents, currency, reportedBy } as const;
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

function occasionOf({ id, name, demo, themes, places, ...lasting }: LocatedOccasion, countryOf: CountryOf): Located {
  const record = { ...bare, layer: "occasions", kind: "occasion", id, name: name as Localised, demo, lasting } as const;
  const spots = spotsOf(
    places.map(({ point }) => point),
    [],
    countryOf,
  );
  return located(record, spots, themes, []);
}

function seatsOf(networks: LocatedNetwork[], countryOf: CountryOf): Located[] {
  return networks
    .filter((network) => network.matches)
    .map(({ id, name, demo, themes, point }) =>
      located({ ...bare, layer: "networks", kind: "network", id, name, demo }, spotsOf([point], [], countryOf), themes, []),
    );
}
