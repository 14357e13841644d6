import { countryPoints, type Standing, standingOf } from "../funding/application/store.ts";
import { type Judged, judge } from "../funding/application/submit.ts";
import { UUID } from "../platform/uuid.ts";
import { countriesAmong, readCountryLists } from "../register/edition/store.ts";
import { plain } from "../ui/text.tsx";
import type { SpaceContext } from "./env.ts";
import type { Option } from "./forms.tsx";

export const isUuid = (value: string): boolean => UUID.test(value);

export interface OpenFile extends Judged {
  standing: Standing;
}

/** The file that the address names, if the person has a part in it. */
export async function openFile(c: SpaceContext): Promise<OpenFile | undefined> {
  const id = c.req.param("id") ?? "";
  if (!isUuid(id)) return undefined;
  const { db } = c.get("services");
  const standing = await standingOf(db, id, c.get("person").id);
  if (!standing) return undefined;
  const judged = await judge(db, id, c.get("arrivedAt"));
  return judged && { ...judged, standing };
}

export interface Countries {
  options: Option[];
  nameOf: (code: string) => string;
  /** Latitude and longitude of the middle of each. */
  at: Map<string, [number, number]>;
}

/** The countries by name; where an edition is given, those in which it pays for projects stand first. */
export async function countryOptions(c: SpaceContext, edition?: OpenFile["edition"]): Promise<Countries> {
  const { db } = c.get("services");
  const [locale, t] = [c.get("locale"), c.get("t")];
  const [lists, at] = await Promise.all([readCountryLists(db), countryPoints(db)]);
  const names = new Map(lists.countries.map(({ code, name }) => [code, plain(name, locale) || code]));
  const nameOf = (code: string) => names.get(code) ?? code;
  const all = lists.countries.map(({ code }) => code).sort((a, b) => nameOf(a).localeCompare(nameOf(b), locale));
  const option = (code: string, group?: string): Option => ({ value: code, label: nameOf(code), ...(group ? { group } : {}) });
  if (!edition) return { options: all.map((code) => option(code)), nameOf, at };
  const may = new Set(countriesAmong(lists, edition).countries.map(({ code }) => code));
  const options = [
    ...all.filter((code) => may.has(code)).map((code) => option(code, t("space.country.eligible"))),
    ...all.filter((code) => !may.has(code)).map((code) => option(code, t("space.country.other"))),
  ];
  return { options, nameOf, at };
}
