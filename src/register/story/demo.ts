import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import type { Actor } from "../../platform/accounts/rights.ts";
import { type Database, transact } from "../../platform/database/connect.ts";
import { isLocale } from "../../platform/i18n/languages.ts";
import { projectRoot } from "../../platform/project-root.ts";
import { type Desk, tellStory } from "./actions.ts";
import { citiesOf, setCollection, storyThemes } from "./collector-store.ts";
import { addTranslation, moveStory } from "./moderate.ts";
import { findStory, projectsToCollectFor } from "./store.ts";

const wording = z.strictObject({
  language: z.string(),
  title: z.string().nullable().default(null),
  words: z.string(),
  author: z.string().default(""),
  machine: z.boolean().default(false),
});
const file = z.strictObject({
  /** The first of these that the register has gathers the stories; a city without any goes without. */
  projects: z.array(z.string()),
  stories: z.array(
    z.strictObject({
      id: z.string(),
      form: z.uuid(),
      /** How far it has come. */
      state: z.enum(["received", "published"]).default("published"),
      told: z.record(z.string(), z.unknown()),
      partner: z.string().nullable().default(null),
      themes: z.array(z.string()).default([]),
      translations: z.array(wording).default([]),
    }),
  ),
});

const by: Actor = { id: "seed-demo", name: "Demonstration data", role: "system" };

/**
 * Loads the fictional stories of data/demo/stories.yaml, once, by the acts of a teller and of the desk. Returns how many
 * were told. Throws when the file holds what these acts refuse.
 */
export async function seedStories(db: Database, desk: Desk): Promise<number> {
  const { projects, stories } = file.parse(parseYaml(await readFile(join(projectRoot, "data/demo/stories.yaml"), "utf8")));
  const known = new Set((await projectsToCollectFor(db)).map(({ id }) => id));
  const project = projects.find((id) => known.has(id));
  if (!project || (await findStory(db, stories[0]!.id))) return 0;
  const [cities, themes] = [await citiesOf(db, project), await storyThemes(db)];
  await transact(db, async (trx) => {
    await setCollection(trx, project, true);
    for (const { id, form, state, told, partner, themes: wanted, translations } of stories) {
      const input = {
        ...told,
        partner: cities.some((city) => city.id === partner) ? partner : null,
        themes: wanted.filter((code) => themes.some((one) => one.code === code)),
        agreed: true,
      };
      const language = String(told.language);
      const made = must(
        await tellStory(trx, desk, input, { form, project, id, demo: true, locale: isLocale(language) ? language : "fr" }),
        id,
      );
      if (state === "received") continue;
      for (const act of ["take", "accept", "publish"]) must(await moveStory(trx, desk, made.id, act, by), id);
      for (const translation of translations) must(await addTranslation(trx, made.id, translation, by), id);
    }
  });
  return stories.length;
}

function must<T extends { ok: boolean }>(result: T, id: string): Extract<T, { ok: true }> {
  if (!result.ok) throw new Error(`data/demo/stories.yaml, ${id}: ${JSON.stringify(result)}`);
  return result as Extract<T, { ok: true }>;
}
