import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../../platform/database/connect.ts";
import { dayOfInstant } from "../../platform/instants.ts";
import type { Localised } from "../../platform/localised.ts";
import { timeZone } from "../../platform/time-zone.ts";
import type { Kind } from "../record/kind.ts";
import { parseDocument } from "../record/parse.ts";
import { findRecord, type StoredRecord } from "../record/store.ts";
import { type CountryFacts, type Edition, edition, eligibleCountries } from "./rules.ts";

const kind = edition as unknown as Kind;

/** An edition as it stands: every rule of it, its state and its version. On the published handle, only a published one. */
export async function currentEdition(db: Database, id: string): Promise<StoredRecord<Edition> | undefined> {
  return (await findRecord(db, kind, id)) as StoredRecord<Edition> | undefined;
}

/** What an edition said at one of its versions: the rules by which a file of that time is judged. */
export async function editionAt(db: Database, id: string, version: number): Promise<Edition | undefined> {
  const entry = await db
    .selectFrom("event")
    .select("document")
    .where("kind", "=", "edition")
    .where("record", "=", id)
    .where("version", "=", version)
    .executeTakeFirst();
  if (!entry) return undefined;
  // Fields added since have their empty value; a rule added since does not undo what was then allowed.
  const parsed = parseDocument({ ...kind, check: () => [] }, entry.document, true);
  return (parsed.ok ? parsed.document : entry.document) as unknown as Edition;
}

export interface CountryNamed {
  code: string;
  name: Localised;
}

/** The countries of the register by code, and every edition of the DAC list with its recipients. */
export interface CountryLists {
  countries: (CountryNamed & { continent: string })[];
  lists: { id: string; name: Localised; validFrom: string; validTo: string | null; recipients: string[] }[];
}

/** One query, for any number of editions. */
export async function readCountryLists(db: Database): Promise<CountryLists> {
  const row = await db
    .selectNoFrom((eb) => [
      jsonArrayFrom(eb.selectFrom("country").select(["country.code", "country.name", "country.continent"]).orderBy("country.code")).as(
        "countries",
      ),
      jsonArrayFrom(
        eb
          .selectFrom("odaList")
          .select(["odaList.id", "odaList.name", "odaList.validFrom", "odaList.validTo"])
          .select((list) =>
            jsonArrayFrom(
              list
                .selectFrom("odaRecipient")
                .select("odaRecipient.country")
                .whereRef("odaRecipient.list", "=", "odaList.id")
                .orderBy("odaRecipient.country"),
            ).as("recipients"),
          ),
      ).as("lists"),
    ])
    .executeTakeFirstOrThrow();
  return {
    countries: row.countries,
    lists: row.lists.map((list) => ({ ...list, recipients: list.recipients.map(({ country }) => country) })),
  };
}

/** What `eligibleCountries` needs to know of a day (YYYY-MM-DD): the DAC list then valid is the one that counts. */
export function factsOn({ countries, lists }: CountryLists, on: string): CountryFacts {
  const list = lists.find(({ validFrom, validTo }) => validFrom <= on && (validTo === null || validTo >= on));
  return {
    all: countries.map(({ code }) => code),
    europe: countries.filter(({ continent }) => continent === "europe").map(({ code }) => code),
    oda: list ? { list: list.id, countries: list.recipients } : null,
  };
}

/** The day by which the countries of an edition are judged: that of its deadline, by the city's calendar. */
export function countryDay({ closesAt }: Pick<Edition, "closesAt">): string {
  return dayOfInstant(closesAt, timeZone());
}

export interface EligibleCountries {
  /** The day by which they are judged. */
  on: string;
  countries: CountryNamed[];
  /** The DAC list that was asked; null when the rule asks none. */
  list: { id: string; name: Localised } | null;
}
type Ruled = Pick<Edition, "countryRule" | "countries" | "exclusions" | "closesAt">;

/** Where an edition pays for projects, with the names. */
export function countriesAmong(all: CountryLists, one: Ruled): EligibleCountries {
  const on = countryDay(one);
  const { countries, list } = eligibleCountries(one, factsOn(all, on), on);
  const names = new Map(all.countries.map(({ code, name }) => [code, name]));
  return {
    on,
    countries: countries.map((code) => ({ code, name: names.get(code) ?? {} })),
    list: list === null ? null : { id: list, name: all.lists.find(({ id }) => id === list)?.name ?? {} },
  };
}

/** Where an edition pays for projects, by the DAC list valid on its closing day; `list` names it. */
export async function countriesOfEdition(db: Database, one: Ruled): Promise<EligibleCountries> {
  return countriesAmong(await readCountryLists(db), one);
}
