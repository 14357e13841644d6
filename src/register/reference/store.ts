import { sql } from "kysely";
import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";

export interface Term {
  vocabulary: string;
  code: string;
  name: Localised;
  definition: Localised;
  parent: string | null;
  withdrawn: boolean;
}
export interface Country {
  code: string;
  name: Localised;
  continent: string;
  latitude: number;
  longitude: number;
}
/** One dated edition of the DAC list: who may receive official development assistance. */
export interface OdaList {
  id: string;
  name: Localised;
  validFrom: string;
  validTo: string | null;
  source: string;
  recipients: { country: string; dacCode: string; incomeGroup: string }[];
}

/**
 * Brings terms to what a list says of them, in its order; the terms that the list lacks stay. With `onlyMissing`
 * the terms that exist keep what the office made of them. Returns how many were written.
 */
export async function putTerms(trx: Database, terms: Term[], options: { onlyMissing?: boolean } = {}): Promise<number> {
  if (terms.length === 0) return 0;
  const positions = new Map<string, number>();
  const rows = terms.map((term) => {
    const position = positions.get(term.vocabulary) ?? 0;
    positions.set(term.vocabulary, position + 1);
    return { ...term, position };
  });
  const written = await trx
    .insertInto("term")
    .values(rows)
    .onConflict((conflict) => {
      const known = conflict.columns(["vocabulary", "code"]);
      if (options.onlyMissing) return known.doNothing();
      return known
        .doUpdateSet((eb) => ({
          name: eb.ref("excluded.name"),
          definition: eb.ref("excluded.definition"),
          parent: eb.ref("excluded.parent"),
          position: eb.ref("excluded.position"),
          withdrawn: eb.ref("excluded.withdrawn"),
        }))
        .where(
          sql<boolean>`(term.name, term.definition, term.parent, term.position, term.withdrawn) IS DISTINCT FROM (excluded.name, excluded.definition, excluded.parent, excluded.position, excluded.withdrawn)`,
        );
    })
    .returning("code")
    .execute();
  return written.length;
}

export async function putCountries(trx: Database, countries: Country[]): Promise<number> {
  const written = await trx
    .insertInto("country")
    .values(countries)
    .onConflict((conflict) =>
      conflict
        .column("code")
        .doUpdateSet((eb) => ({
          name: eb.ref("excluded.name"),
          continent: eb.ref("excluded.continent"),
          latitude: eb.ref("excluded.latitude"),
          longitude: eb.ref("excluded.longitude"),
        }))
        .where(
          sql<boolean>`(country.name, country.continent, country.latitude, country.longitude) IS DISTINCT FROM (excluded.name, excluded.continent, excluded.latitude, excluded.longitude)`,
        ),
    )
    .returning("code")
    .execute();
  return written.length;
}

/** Brings an edition to what its file says: whom the file no longer names is no recipient of that edition. */
export async function putOdaList(trx: Database, list: OdaList): Promise<number> {
  const { recipients, ...edition } = list;
  const editions = await trx
    .insertInto("odaList")
    .values(edition)
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet((eb) => ({
          name: eb.ref("excluded.name"),
          validFrom: eb.ref("excluded.validFrom"),
          validTo: eb.ref("excluded.validTo"),
          source: eb.ref("excluded.source"),
        }))
        .where(
          sql<boolean>`(oda_list.name, oda_list.valid_from, oda_list.valid_to, oda_list.source) IS DISTINCT FROM (excluded.name, excluded.valid_from, excluded.valid_to, excluded.source)`,
        ),
    )
    .returning("id")
    .execute();
  const removed = await trx
    .deleteFrom("odaRecipient")
    .where("list", "=", list.id)
    .where(
      "country",
      "not in",
      recipients.map(({ country }) => country),
    )
    .returning("country")
    .execute();
  const written = await trx
    .insertInto("odaRecipient")
    .values(recipients.map((recipient) => ({ ...recipient, list: list.id })))
    .onConflict((conflict) =>
      conflict
        .columns(["list", "country"])
        .doUpdateSet((eb) => ({ dacCode: eb.ref("excluded.dacCode"), incomeGroup: eb.ref("excluded.incomeGroup") }))
        .where(
          sql<boolean>`(oda_recipient.dac_code, oda_recipient.income_group) IS DISTINCT FROM (excluded.dac_code, excluded.income_group)`,
        ),
    )
    .returning("country")
    .execute();
  return editions.length + removed.length + written.length;
}
