import type { Database } from "../../platform/database/connect.ts";
import type { Localised } from "../../platform/localised.ts";
import type { Link } from "./links.ts";

/** What a link leads to, as one word: "record partner rome", "term theme water", "country SN". */
export const linkKey = ({ to, key }: Pick<Link, "to" | "key">) =>
  `${to.type} ${to.type === "record" ? `${to.kind} ` : to.type === "term" ? `${to.vocabulary} ` : ""}${key}`;

/** The names of all that the links lead to, by `linkKey`: one query for each kind and vocabulary. What is gone is absent. */
export async function namesOfLinks(db: Database, links: readonly Link[]): Promise<Map<string, Localised>> {
  const names = new Map<string, Localised>();
  for (const group of Map.groupBy(links, (link) => linkKey({ to: link.to, key: "" })).values()) {
    const { to } = group[0]!;
    const keys = [...new Set(group.map((link) => link.key))];
    if (to.type === "file") {
      const rows = await db.selectFrom("file").select(["sha256", "name"]).where("sha256", "in", keys).execute();
      for (const { sha256, name } of rows) names.set(linkKey({ to, key: sha256 }), { "": name });
      continue;
    }
    const rows =
      to.type === "country"
        ? await db.selectFrom("country").select(["code as key", "name"]).where("code", "in", keys).execute()
        : to.type === "term"
          ? await db
              .selectFrom("term")
              .select(["code as key", "name"])
              .where("vocabulary", "=", to.vocabulary)
              .where("code", "in", keys)
              .execute()
          : await db
              .selectFrom(to.kind as "partner")
              .select(["id as key", "name"])
              .where("id", "in", keys)
              .execute();
    for (const { key, name } of rows) names.set(linkKey({ to, key }), name as Localised);
  }
  return names;
}
