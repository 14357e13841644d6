import type { Localised } from "../../../platform/localised.ts";
import { type CountryOf, spotsOf } from "../../map/spots.ts";
import { add, type Bits, none } from "./bits.ts";

/** What a project is narrowed by that many share. */
export const shared = ["theme", "goal", "country", "programme", "state"] as const;
export type Shared = (typeof shared)[number];

/** A project as the catalogue is built from it. */
export interface Entry {
  id: string;
  codes: Record<Shared, string[]>;
  /** Cents; null when not known. */
  amountCents: number | null;
  firstYear: number | null;
  lastYear: number | null;
  /** The city's own, not reported by another. */
  own: boolean;
  places: { latitude: number; longitude: number; country: string | null; exactness: string }[];
}

export interface Named {
  value: string;
  name: Localised;
}

/**
 * The public projects as lists, counts and maps ask of them: column by column in memory, each project a number, in the
 * order of their identifiers. A hundred thousand projects are some 20 MB and are counted by every filter in a few
 * milliseconds. It answers which projects and how many; what is shown of a project is read from its row.
 */
export interface Catalogue {
  ids: string[];
  numberOf: Map<string, number>;
  with: Record<Shared, Map<string, Bits>>;
  /** In each year, the projects that were under way in it. */
  inYear: Map<number, Bits>;
  own: Bits;
  /** Those that a map shows. */
  placed: Bits;
  /** Cents; NaN when not known. */
  amounts: Float64Array;
  /** 0 when not known. */
  firstYears: Int16Array;
  lastYears: Int16Array;
  spots: Spots;
  /** What the codes are called, in the order of their vocabulary; programmes in any order. */
  named: Record<"theme" | "goal" | "country" | "programme", Named[]>;
  countryOf: CountryOf;
}

export const precisions = ["exact", "approximate", "country"] as const;

/** Where the projects are: the spots of one stand together, in the order of `spotsOf`. */
export interface Spots {
  project: Uint32Array;
  /** Which of its project's spots it is. */
  ordinal: Uint16Array;
  latitude: Float64Array;
  longitude: Float64Array;
  /** ISO 3166-1; "" when not known. */
  country: string[];
  /** Index of `precisions`. */
  precision: Uint8Array;
  /** Spots within a metre of each other bear the same number, below `points`. */
  point: Uint32Array;
  points: number;
}

/** What a list shows of the money and the years of a project. */
export function summaryOf({ amounts, firstYears, lastYears }: Catalogue, i: number) {
  return {
    amountCents: Number.isNaN(amounts[i]) ? null : amounts[i]!,
    firstYear: firstYears[i] || null,
    lastYear: lastYears[i] || null,
  };
}

/** How many years of a project are counted: one that began in 1500 by mistake does not fill the list of years. */
const MOST_YEARS = 100;

export class CatalogueBuilder {
  readonly #limit: number;
  readonly #countryOf: CountryOf;
  readonly #catalogue: Omit<Catalogue, "spots" | "named" | "countryOf">;
  readonly #spots = {
    project: [] as number[],
    ordinal: [] as number[],
    latitude: [] as number[],
    longitude: [] as number[],
    precision: [] as number[],
    point: [] as number[],
    country: [] as string[],
  };
  readonly #points = new Map<number, number>();

  /** `limit`: how many projects there will be, at most. */
  constructor(limit: number, countryOf: CountryOf) {
    this.#limit = limit;
    this.#countryOf = countryOf;
    this.#catalogue = {
      ids: [],
      numberOf: new Map(),
      with: { theme: new Map(), goal: new Map(), country: new Map(), programme: new Map(), state: new Map() },
      inYear: new Map(),
      own: none(limit),
      placed: none(limit),
      amounts: new Float64Array(limit).fill(Number.NaN),
      firstYears: new Int16Array(limit),
      lastYears: new Int16Array(limit),
    };
  }

  add({ id, codes, amountCents, firstYear, lastYear, own, places }: Entry): void {
    const { ids, numberOf, inYear, amounts, firstYears, lastYears, ...rest } = this.#catalogue;
    const i = ids.length;
    ids.push(id);
    numberOf.set(id, i);
    for (const name of shared) for (const code of codes[name]) add(this.#bitsOf(rest.with[name], code), i);
    if (own) add(rest.own, i);
    if (amountCents !== null) amounts[i] = amountCents;
    if (firstYear !== null && lastYear !== null) {
      firstYears[i] = firstYear;
      lastYears[i] = lastYear;
      for (let year = firstYear; year <= Math.min(lastYear, firstYear + MOST_YEARS); year++) add(this.#bitsOf(inYear, year), i);
    }
    this.#locate(i, places, codes.country);
  }

  #bitsOf<K>(sets: Map<K, Bits>, key: K): Bits {
    let bits = sets.get(key);
    if (!bits) sets.set(key, (bits = none(this.#limit)));
    return bits;
  }

  #locate(project: number, places: Entry["places"], countries: string[]): void {
    const nameless = places.map((place) => ({ ...place, name: {} }));
    for (const [ordinal, { latitude, longitude, country, precision }] of spotsOf(nameless, countries, this.#countryOf).entries()) {
      const spots = this.#spots;
      add(this.#catalogue.placed, project);
      // To about a metre.
      const key = Math.round((latitude + 90) * 1e5) * 1e8 + Math.round((longitude + 180) * 1e5);
      let point = this.#points.get(key);
      if (point === undefined) this.#points.set(key, (point = this.#points.size));
      spots.project.push(project);
      spots.ordinal.push(ordinal);
      spots.latitude.push(latitude);
      spots.longitude.push(longitude);
      spots.country.push(country ?? "");
      spots.precision.push(precisions.indexOf(precision));
      spots.point.push(point);
    }
  }

  build(named: Catalogue["named"]): Catalogue {
    const { project, ordinal, latitude, longitude, precision, point, country } = this.#spots;
    return {
      ...this.#catalogue,
      named,
      countryOf: this.#countryOf,
      spots: {
        project: Uint32Array.from(project),
        ordinal: Uint16Array.from(ordinal),
        latitude: Float64Array.from(latitude),
        longitude: Float64Array.from(longitude),
        precision: Uint8Array.from(precision),
        point: Uint32Array.from(point),
        points: this.#points.size,
        country,
      },
    };
  }
}
