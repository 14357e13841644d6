import type { City } from "../../../platform/city.ts";
import type { Database } from "../../../platform/database/connect.ts";
import { activityIdentifier } from "../identifiers.ts";
import { cityProjects, sameTitles } from "./lookup-store.ts";
import type { Read } from "./read.ts";

/** A new activity that may well be a record that is there: of the same title in the same country, or one of the city's that it names. */
export interface Doubt {
  read: Read;
  code: "duplicate_title" | "duplicate_named";
  id: string;
}

export async function possibleDuplicates(
  db: Database,
  created: readonly Read[],
  city: Pick<City, "organisationIdentifier">,
  importId: string | null,
): Promise<Doubt[]> {
  if (created.length === 0) return [];
  const prefix = activityIdentifier(city, "");
  const names = created.filter(({ own }) => !own).flatMap(({ activity }) => activity.named);
  const [same, mine] = await Promise.all([
    sameTitles(
      db,
      created.map(({ activity: { identifier, name, countries } }) => ({
        identifier,
        titles: Object.values(name) as string[],
        countries: countries.map(({ code }) => code),
      })),
      importId,
    ),
    cityProjects(
      db,
      names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : [])),
      names,
    ),
  ]);
  const twins = new Map(same.map(({ identifier, record }) => [identifier, record]));
  const cityRecord = (name: string) => {
    const id = name.startsWith(prefix) ? name.slice(prefix.length) : "";
    return mine.identifiers.get(name) ?? (mine.ids.has(id) ? id : undefined);
  };
  return created.flatMap((read): Doubt[] => {
    const twin = twins.get(read.activity.identifier);
    const named = read.own ? [] : read.activity.named.flatMap((name) => cityRecord(name) ?? []);
    return [
      ...(twin ? [{ read, code: "duplicate_title" as const, id: twin }] : []),
      ...named.map((id) => ({ read, code: "duplicate_named" as const, id })),
    ];
  });
}
