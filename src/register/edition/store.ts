import { dayOfInstant } from "../../platform/instants.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import { timeZone } from "../../platform/time-zone.ts";
import { parseDocument } from "../record/parse.ts";
import { findRecord, type StoredRecord } from "../record/store.ts";
import { type CountryFacts, type Edition, edition, eligibleCountries } from "./rules.ts";
import type { Kind } from "../record/kind.ts";

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

/** The countries of the register, those of Europe, and the DAC list valid on a day (YYYY-MM-DD) with its recipients. */
export async function countryFactsOn(
  db: Database,
  on: string,
): Promise<CountryFacts & { names: Map<string, Localised>; listName: Localised }> {
  const [countries, list] = await Promise.all([
    db.selectFrom("country").select(["code", "name", "continent"]).orderBy("code").execute(),
    db
      .selectFrom("odaList")
      .select(["odaList.id", "odaList.name"])
      .where("odaList.validFrom", "<=", on)
      .where((eb) => eb.or([eb("odaList.validTo", "is", null), eb("odaList.validTo", ">=", on)]))
      .executeTakeFirst(),
  ]);
  const recipients = list
    ? await db.selectFrom("odaRecipient").select("country").where("list", "=", list.id).orderBy("country").execute()
    : [];
  return {
    all: countries.map(({ code }) => code),
    europe: countries.filter(({ continent }) => continent === "europe").map(({ code }) => code),
    oda: list ? { list: list.id, countries: recipients.map(({ country }) => country) } : null,
    names: new Map(countries.map(({ code, name }) => [code, name])),
    listName: list?.name ?? {},
  };
}

/** The day by which the countries of an edition are judged: that of its deadline, by the city's calendar. */
export function countryDay({ closesAt }: Pick<Edition, "closesAt">): string {
  return dayOfInstant(closesAt, timeZone());
}

/** Where an edition pays for projects, by the DAC list valid on its closing day; `list` names it. */
export async function countriesOfEdition(
  db: Database,
  one: Pick<Edition, "countryRule" | "countries" | "exclusions" | "closesAt">,
): Promise<{ on: string; countries: CountryNamed[]; list: { id: string; name: Localised } | null }> {
  const on = countryDay(one);
  const facts = await countryFactsOn(db, on);
  const { countries, list } = eligibleCountries(one, facts, on);
  return {
    on,
    countries: countries.map((code) => ({ code, name: facts.names.get(code) ?? {} })),
    list: list === null ? null : { id: list, name: facts.listName },
  };
}
