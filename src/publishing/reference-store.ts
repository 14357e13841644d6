import type { Database } from "../platform/database/connect.ts";
import type { Localised } from "../platform/localised.ts";

export interface Country {
  code: string;
  name: Localised;
  latitude: number | null;
  longitude: number | null;
}

/** The countries and the terms of the vocabularies, which the rows name by their codes: read once for a whole file. */
export interface Reference {
  country(code: string): Country | undefined;
  /** The name of a term; empty when there is no such code. */
  term(vocabulary: string, code: string): Localised;
}

export async function readReference(db: Database): Promise<Reference> {
  const [countries, terms] = await Promise.all([
    db.selectFrom("country").select(["code", "name", "latitude", "longitude"]).execute(),
    db.selectFrom("term").select(["vocabulary", "code", "name"]).execute(),
  ]);
  const byCode = new Map(countries.map((country) => [country.code, country as Country]));
  const byKey = new Map(terms.map((term) => [`${term.vocabulary} ${term.code}`, term.name as Localised]));
  return { country: (code) => byCode.get(code), term: (vocabulary, code) => byKey.get(`${vocabulary} ${code}`) ?? {} };
}
