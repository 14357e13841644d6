import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { projectRoot } from "../../platform/project-root.ts";
import type { Country, OdaList, Term } from "./store.ts";

const folder = join(projectRoot, "data", "standards");

const words = { fr: z.string().min(1), en: z.string().min(1) };
const definition = z.strictObject(words).optional();
const term = z.strictObject({
  code: z.string().min(1),
  ...words,
  definition,
  parent: z.string().optional(),
  withdrawn: z.boolean().default(false),
});
const country = z.strictObject({ code: z.string(), ...words, continent: z.string(), latitude: z.number(), longitude: z.number() });
const recipient = z.strictObject({ country: z.string(), dacCode: z.string(), incomeGroup: z.string() });
const odaList = z.strictObject({
  id: z.string(),
  ...words,
  validFrom: z.string(),
  validTo: z.string().nullable(),
  source: z.string(),
  recipients: z.array(recipient),
});

export interface Standards {
  countries: Country[];
  odaLists: OdaList[];
  terms: Term[];
}

/** The reference lists that every city shares, from data/standards. */
export async function readStandards(): Promise<Standards> {
  const [countries, odaLists, sectors, codes, goals, types] = await Promise.all([
    read("countries.json", z.array(country)),
    read("oda-lists.json", z.strictObject({ incomeGroups: z.array(term), lists: z.array(odaList) })),
    read("dac-sectors.json", z.strictObject({ categories: z.array(term), sectors: z.array(term) })),
    read("dac-codes.json", z.strictObject({ collaborationTypes: z.array(term), aidTypes: z.array(term), channels: z.array(term) })),
    read("sdg.json", z.strictObject({ goals: z.array(term), targets: z.array(term) })),
    read("organisation-types.json", z.array(term)),
  ]);
  return {
    countries: countries.map(({ fr, en, ...rest }) => ({ ...rest, name: { fr, en } })),
    odaLists: odaLists.lists.map(({ fr, en, ...rest }) => ({ ...rest, name: { fr, en } })),
    terms: [
      ...termsOf("oda-income-group", odaLists.incomeGroups),
      ...termsOf("dac-category", sectors.categories),
      ...termsOf("dac-sector", sectors.sectors),
      ...termsOf("collaboration-type", codes.collaborationTypes),
      ...termsOf("aid-type", codes.aidTypes),
      ...termsOf("channel", codes.channels),
      ...termsOf("sdg-goal", goals.goals),
      ...termsOf("sdg-target", goals.targets),
      ...termsOf("organisation-type", types),
    ],
  };
}

function termsOf(vocabulary: string, items: z.infer<typeof term>[]): Term[] {
  return items.map(({ code, fr, en, definition = {}, parent = null, withdrawn }) => ({
    vocabulary,
    code,
    name: { fr, en },
    definition,
    parent,
    withdrawn,
  }));
}

async function read<T>(name: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(JSON.parse(await readFile(join(folder, name), "utf8")));
}
