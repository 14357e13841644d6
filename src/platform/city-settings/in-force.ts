import { type City, readCity } from "../city.ts";
import type { ContentWatch } from "../content.ts";
import type { Database } from "../database/connect.ts";
import { overlaid } from "./rules.ts";
import { readSettings } from "./store.ts";

/** The city as its folder and the office have it now: for a command, which ends before that changes. */
export async function cityInForce(db: Database, cityDir: string): Promise<City> {
  return overlaid(await readCity(cityDir), await readSettings(db));
}

/**
 * The city of a node that runs. A City is never changed: `current` is another one once the office has set something, on this
 * node or on any other. Who keeps services keeps those, and asks them for the city each time.
 */
export class CityInForce {
  current: City;
  #folder: City;
  #db: Database;
  #content: Pick<ContentWatch, "version" | "fresh">;
  #seen: number | undefined;
  #asking: Promise<void> | undefined;
  #told: (city: City) => void;

  constructor(
    given: { folder: City; db: Database; content: Pick<ContentWatch, "version" | "fresh"> },
    /** Called with each city that comes into force. */
    told: (city: City) => void = () => {},
  ) {
    this.#folder = this.current = given.folder;
    this.#db = given.db;
    this.#content = given.content;
    this.#told = told;
  }

  /** Reads the settings of the office. */
  async read(): Promise<void> {
    const { version } = this.#content;
    const city = overlaid(this.#folder, await readSettings(this.#db));
    this.#seen = version;
    if (JSON.stringify(city) === JSON.stringify(this.current)) return;
    this.current = city;
    this.#told(city);
  }

  /** Something has changed since they were read. While nothing can be heard of changes, what is known stands. */
  get stale(): boolean {
    return this.#content.fresh && this.#seen !== this.#content.version;
  }

  /** Before a page is made, or a job done. What cannot be read leaves the city as it is. */
  async refresh(): Promise<void> {
    while (this.stale) {
      this.#asking ??= this.read().finally(() => {
        this.#asking = undefined;
      });
      try {
        await this.#asking;
      } catch {
        return;
      }
    }
  }
}
