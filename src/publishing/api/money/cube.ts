import type { FlowGroup } from "./flow-store.ts";

/** What the sums tell apart; the last three are what the city's own IATI file said, and may speak of the same euros. */
export const measures = ["voted", "agreed", "paid", "recovered", "reported_committed", "reported_disbursed", "reported_spent"] as const;
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

/** Texts by number, each once. */
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

/**
 * All the city's money by measure, year, country, programme, source and themes, in columns of numbers: any question is
 * one pass over them. Cents stay whole below 2^53.
 */
export class MoneyCube {
  readonly size: number;
  #measure: Uint8Array;
  #demo: Uint8Array;
  #year: Int16Array;
  #columns: Record<"country" | "programme" | "source" | "themes" | "currency", Uint16Array>;
  #cents: Float64Array;
  #names = {
    country: new Names<string | null>(),
    programme: new Names<string | null>(),
    source: new Names<string | null>(),
    themes: new Names<string[]>(),
    currency: new Names<string>(),
  };

  constructor(groups: readonly FlowGroup[]) {
    const size = groups.reduce((sum, { lines }) => sum + lines.length, 0);
    this.size = size;
    this.#measure = new Uint8Array(size);
    this.#demo = new Uint8Array(size);
    this.#year = new Int16Array(size);
    const column = () => new Uint16Array(size);
    this.#columns = { country: column(), programme: column(), source: column(), themes: column(), currency: column() };
    this.#cents = new Float64Array(size);
    let i = 0;
    for (const { measure, source, programme, currency, demo, lines } of groups) {
      const [m, s, p, c] = [
        measures.indexOf(measure as Measure),
        this.#names.source.of(source),
        this.#names.programme.of(programme),
        this.#names.currency.of(currency),
      ];
      for (const [year, country, themes, cents] of lines) {
        this.#measure[i] = m;
        this.#demo[i] = demo ? 1 : 0;
        this.#year[i] = year;
        this.#columns.country[i] = this.#names.country.of(country);
        this.#columns.programme[i] = p;
        this.#columns.source[i] = s;
        this.#columns.themes[i] = this.#names.themes.of(themes);
        this.#columns.currency[i] = c;
        this.#cents[i++] = cents;
      }
    }
  }

  /** Which numbers of a column the filter lets through; undefined: all of them. */
  #allowed(name: "country" | "programme" | "source", wanted: readonly string[]): boolean[] | undefined {
    return wanted.length === 0 ? undefined : this.#names[name].list.map((value) => value !== null && wanted.includes(value));
  }

  /**
   * The sums of what the filter leaves, by a dimension: a row for each value and currency, the most voted first. Money of
   * several themes counts whole in each, once in the totals.
   */
  sums(by: Dimension, filter: MoneyFilter): { rows: MoneyRow[]; totals: MoneyRow[] } {
    const country = this.#allowed("country", filter.country);
    const programme = this.#allowed("programme", filter.programme);
    const source = this.#allowed("source", filter.source);
    const themes =
      filter.theme.length === 0 ? undefined : this.#names.themes.list.map((set) => set.some((one) => filter.theme.includes(one)));
    const rows = new Map<string, MoneyRow>();
    const totals = new Map<string, MoneyRow>();
    const add = (into: Map<string, MoneyRow>, key: MoneyRow["key"], currency: string, measure: Measure, cents: number) => {
      const at = `${key}\u0000${currency}`;
      let row = into.get(at);
      if (!row) into.set(at, (row = { key, currency, cents: noSums() }));
      row.cents[measure] += cents;
    };
    const columns = this.#columns;
    // What is added up first is numbers; the names come once for each of few sums.
    const partial = new Map<number, number>();
    const axis = by === "year" ? this.#year : by === "theme" ? columns.themes : columns[by];
    for (let i = 0; i < this.size; i++) {
      if (country && !country[columns.country[i]!]) continue;
      if (programme && !programme[columns.programme[i]!]) continue;
      if (source && !source[columns.source[i]!]) continue;
      if (themes && !themes[columns.themes[i]!]) continue;
      const year = this.#year[i]!;
      if (filter.year !== undefined && year !== filter.year) continue;
      if (filter.since !== undefined && year < filter.since) continue;
      if (filter.until !== undefined && year > filter.until) continue;
      if (filter.demo !== undefined && (this.#demo[i] === 1) !== filter.demo) continue;
      const key = (axis[i]! * 1024 + columns.currency[i]!) * 8 + this.#measure[i]!;
      partial.set(key, (partial.get(key) ?? 0) + this.#cents[i]!);
    }
    for (const [key, cents] of partial) {
      const measure = measures[key % 8]!;
      const rest = (key - (key % 8)) / 8;
      const currency = this.#names.currency.list[rest % 1024]!;
      const value = (rest - (rest % 1024)) / 1024;
      add(totals, null, currency, measure, cents);
      if (by === "year") add(rows, value, currency, measure, cents);
      else if (by === "theme") {
        const set = this.#names.themes.list[value]!;
        for (const theme of set.length > 0 ? set : [null]) add(rows, theme, currency, measure, cents);
      } else add(rows, this.#names[by].list[value]!, currency, measure, cents);
    }
    const order = (a: MoneyRow, b: MoneyRow) =>
      by === "year"
        ? Number(b.key) - Number(a.key) || a.currency.localeCompare(b.currency)
        : b.cents.voted - a.cents.voted || String(a.key).localeCompare(String(b.key)) || a.currency.localeCompare(b.currency);
    return { rows: [...rows.values()].sort(order), totals: [...totals.values()].sort(order) };
  }
}
