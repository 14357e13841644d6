import type { Flow } from "./flow-store.ts";

/** What the sums tell apart; the last three are what the city's own IATI file said, and may speak of the same euros. */
export const measures = [
  "voted",
  "agreed",
  "scheduled",
  "paid",
  "recovered",
  "reported_committed",
  "reported_disbursed",
  "reported_spent",
] as const;
export type Measure = (typeof measures)[number];
export const dimensions = ["country", "year", "programme", "theme", "source"] as const;
export type Dimension = (typeof dimensions)[number];

/** What the money is narrowed by: any of the values of each. */
export interface MoneyFilter {
  country: readonly string[];
  programme: readonly string[];
  theme: readonly string[];
  source: readonly string[];
  year: number | undefined;
  since: number | undefined;
  until: number | undefined;
  demo: boolean | undefined;
}
export type Sums = Record<Measure, number>;
/** `key` null: not known of that money. */
export interface MoneyRow {
  key: string | number | null;
  currency: string;
  cents: Sums;
}
/** A sum of one measure and one currency, by two dimensions. */
export interface MoneyCell {
  row: MoneyRow["key"];
  column: MoneyRow["key"];
  cents: number;
}

const MEASURES = measures.length;
const COLUMNS = 6;
const column = { country: 0, programme: 1, source: 2, themes: 3, year: 4, kind: 5 } as const;

/** Values by number, each once. */
class Names<T> {
  readonly list: T[] = [];
  #numbers = new Map<string, number>();
  of(value: T): number {
    const key = JSON.stringify(value);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.list.push(value) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}

const noSums = (): Sums => Object.fromEntries(measures.map((one) => [one, 0])) as Sums;

type Axis = "country" | "programme" | "source" | "themes" | "year";
const axisOf = (by: Dimension): Axis => (by === "theme" ? "themes" : by);
/** A set of themes is each of them; an empty one is none known. */
const keysOf = (value: string | number | string[] | null): MoneyRow["key"][] =>
  Array.isArray(value) ? (value.length > 0 ? value : [null]) : [value];
const GROWTH = 2;

/**
 * All the city's money by measure, year, country, programme, source and themes, in columns of numbers: any question is
 * one pass over them. Cents stay whole below 2^53.
 */
export class MoneyCube {
  size = 0;
  #numbers = new Uint16Array(1_024 * COLUMNS);
  #cents = new Float64Array(1_024);
  #names = {
    country: new Names<string | null>(),
    programme: new Names<string | null>(),
    source: new Names<string | null>(),
    themes: new Names<string[]>(),
    year: new Names<number>(),
    currency: new Names<string>(),
  };

  add(flows: readonly Flow[]): void {
    for (const [measure, year, source, programme, country, currency, demo, themes, cents] of flows) {
      if (this.size === this.#cents.length) this.#grow();
      const at = this.size * COLUMNS;
      this.#numbers[at + column.country] = this.#names.country.of(country);
      this.#numbers[at + column.programme] = this.#names.programme.of(programme);
      this.#numbers[at + column.source] = this.#names.source.of(source);
      this.#numbers[at + column.themes] = this.#names.themes.of(themes);
      this.#numbers[at + column.year] = this.#names.year.of(year);
      // What is never asked for by itself stands in one number.
      this.#numbers[at + column.kind] =
        (this.#names.currency.of(currency) * 2 + (demo ? 1 : 0)) * MEASURES + measures.indexOf(measure as Measure);
      this.#cents[this.size++] = cents;
    }
  }

  #grow(): void {
    const [numbers, cents] = [this.#numbers, this.#cents];
    this.#numbers = new Uint16Array(numbers.length * GROWTH);
    this.#numbers.set(numbers);
    this.#cents = new Float64Array(cents.length * GROWTH);
    this.#cents.set(cents);
  }

  /** For each number of an axis whether the filter lets it through; undefined where it lets all. */
  #allowed(filter: MoneyFilter): [column: number, allowed: Uint8Array][] {
    const { country, programme, source, theme, year, since, until } = filter;
    const of = <T>(axis: Axis, asked: boolean, passes: (value: T) => boolean): [number, Uint8Array][] =>
      asked ? [[column[axis], Uint8Array.from(this.#names[axis].list as T[], (value) => (passes(value) ? 1 : 0))]] : [];
    const among = (list: readonly string[]) => (value: string | null) => value !== null && list.includes(value);
    return [
      ...of("country", country.length > 0, among(country)),
      ...of("programme", programme.length > 0, among(programme)),
      ...of("source", source.length > 0, among(source)),
      ...of<string[]>("themes", theme.length > 0, (set) => set.some((one) => theme.includes(one))),
      ...of<number>(
        "year",
        year !== undefined || since !== undefined || until !== undefined,
        (one) => (year === undefined || one === year) && (since === undefined || one >= since) && (until === undefined || one <= until),
      ),
    ];
  }

  /** Hands on each line that the filter leaves: its place among the numbers, its kind, its cents. */
  #each(filter: MoneyFilter, take: (at: number, kind: number, cents: number) => void): void {
    const [numbers, cents] = [this.#numbers, this.#cents];
    const allowed = this.#allowed(filter);
    const demo = filter.demo === undefined ? -1 : filter.demo ? 1 : 0;
    rows: for (let i = 0, at = 0; i < this.size; i++, at += COLUMNS) {
      for (const [of, passes] of allowed) if (passes[numbers[at + of]!] === 0) continue rows;
      const kind = numbers[at + column.kind]!;
      if (demo >= 0 && Math.floor(kind / MEASURES) % 2 !== demo) continue;
      take(at, kind, cents[i]!);
    }
  }

  /** The sums of what the filter leaves, for each number of an axis and each kind. */
  #added(axis: Axis, filter: MoneyFilter): Float64Array {
    const [numbers, on] = [this.#numbers, column[axis]];
    const kinds = this.#names.currency.list.length * 2 * MEASURES;
    const sums = new Float64Array(this.#names[axis].list.length * kinds);
    this.#each(filter, (at, kind, cents) => {
      sums[numbers[at + on]! * kinds + kind]! += cents;
    });
    return sums;
  }

  /** One measure of one currency by two dimensions: what a drawing of years parted by source needs. Money of several themes counts whole in each. */
  cross(rows: Dimension, columns: Dimension, measure: Measure, currency: string, filter: MoneyFilter): MoneyCell[] {
    const [rowAxis, columnAxis] = [axisOf(rows), axisOf(columns)];
    const [rowNames, columnNames] = [this.#names[rowAxis].list, this.#names[columnAxis].list];
    const [wanted, money] = [measures.indexOf(measure), this.#names.currency.list.indexOf(currency)];
    const sums = new Map<number, number>();
    this.#each(filter, (at, kind, cents) => {
      if (kind % MEASURES !== wanted || Math.floor(kind / MEASURES / 2) !== money) return;
      const cell = this.#numbers[at + column[rowAxis]]! * columnNames.length + this.#numbers[at + column[columnAxis]]!;
      sums.set(cell, (sums.get(cell) ?? 0) + cents);
    });
    const cells = new Map<string, MoneyCell>();
    for (const [cell, cents] of sums) {
      if (cents === 0) continue;
      for (const row of keysOf(rowNames[Math.floor(cell / columnNames.length)]!))
        for (const column of keysOf(columnNames[cell % columnNames.length]!)) {
          const key = `${row}\u0000${column}`;
          const known = cells.get(key);
          if (known) known.cents += cents;
          else cells.set(key, { row, column, cents });
        }
    }
    return [...cells.values()];
  }

  /**
   * The sums of what the filter leaves, by a dimension: a row for each value and currency, the most voted first. Money of
   * several themes counts whole in each, once in the totals.
   */
  sums(by: Dimension, filter: MoneyFilter): { rows: MoneyRow[]; totals: MoneyRow[] } {
    const axis = axisOf(by);
    const [rows, totals] = [new Map<string, MoneyRow>(), new Map<string, MoneyRow>()];
    const add = (into: Map<string, MoneyRow>, key: MoneyRow["key"], currency: string, measure: Measure, cents: number) => {
      const at = `${key}\u0000${currency}`;
      let row = into.get(at);
      if (!row) into.set(at, (row = { key, currency, cents: noSums() }));
      row.cents[measure] += cents;
    };
    const kinds = this.#names.currency.list.length * 2 * MEASURES;
    this.#added(axis, filter).forEach((cents, i) => {
      if (cents === 0) return;
      const [value, kind] = [this.#names[axis].list[Math.floor(i / kinds)]!, i % kinds];
      const [currency, measure] = [this.#names.currency.list[Math.floor(kind / MEASURES / 2)]!, measures[kind % MEASURES]!];
      add(totals, null, currency, measure, cents);
      for (const key of keysOf(value)) add(rows, key, currency, measure, cents);
    });
    const order = (a: MoneyRow, b: MoneyRow) =>
      (by === "year" ? Number(b.key) - Number(a.key) : b.cents.voted - a.cents.voted) ||
      String(a.key).localeCompare(String(b.key)) ||
      a.currency.localeCompare(b.currency);
    return { rows: [...rows.values()].sort(order), totals: [...totals.values()].sort(order) };
  }
}
