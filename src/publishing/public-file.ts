import type { City } from "../platform/city.ts";
import type { Database } from "../platform/database/connect.ts";
import type { Locale } from "../platform/i18n/languages.ts";
import type { ProjectSelection } from "./datasets/project-store.ts";
import type { DatasetName } from "./datasets.ts";
import type { PublicState } from "./public-state-store.ts";

export type Format =
  | "csv"
  | "xlsx"
  | "json"
  | "geojson"
  | "schema"
  | "iati"
  | "iati-organisation"
  | "scdl"
  | "360giving"
  | "aides"
  | "aides-json"
  | "dcat"
  | "dcat-jsonld";

/** What a file that has been made weighs, and the digest of its bytes (SHA-256, hexadecimal). */
export interface Measure {
  bytes: number;
  sha256: string;
}

/** What a file that readers might refuse whole has wrong: where, by which rule, in words. */
export interface Unfit {
  identifier?: string | undefined;
  rule: string;
  message: string;
}

/** A file that readers might refuse whole: it does not go out. */
export class NotFit extends Error {
  finding: Unfit;
  constructor(finding: Unfit) {
    super(`${finding.identifier ?? "the file"}: ${finding.rule} ${finding.message}`);
    this.finding = finding;
  }
}

/** What a file is made from. `db` sees only what is published. */
export interface Making {
  db: Database;
  city: City;
  /** The public address, without a slash at the end. */
  baseUrl: string;
  state: PublicState;
  /** Of the names, where a file has one language. */
  locale: Locale;
  /** Some of the projects only. */
  selection?: ProjectSelection;
  /** Of another file, as it was made from the same state; undefined while it has not been. */
  made?(file: PublicFile, locale: Locale): Promise<Measure | undefined>;
}

/** Whether a city offers a file. */
export const offers = ({ country }: Pick<City, "country">, file: Pick<PublicFile, "country">): boolean =>
  file.country === undefined || file.country === country;

/** A file under /data. */
export interface PublicFile {
  /** After /data/. */
  path: string;
  format: Format;
  type: string;
  dataset?: DatasetName;
  /** Takes the filters of the list of projects. */
  filtered: boolean;
  /** Takes ?lang=: its names are in one language. */
  localised: boolean;
  /** Already compressed. */
  packed: boolean;
  /** Of a schema of one country (ISO 3166-1): a city elsewhere does not offer it. */
  country?: string;
  /** Holds what people may take back: no copy of it is kept with a publication. */
  takenBack: boolean;
  /** The files whose sizes it tells: they are made before it. */
  describes?: readonly PublicFile[];
  make(making: Making): AsyncIterable<string | Uint8Array>;
  /** Throws NotFit when what was made must not go out on the site: the last that was fit stays (docs/adr/0029). */
  guard?: (content: AsyncIterable<string | Uint8Array>) => AsyncIterable<string | Uint8Array>;
}
