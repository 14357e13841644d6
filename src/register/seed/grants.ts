import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse as parseCsv } from "csv-parse/sync";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { type Entry, type Item, type Read, readList } from "./files.ts";

// One row: what one beneficiary received in one year, the purpose being one of those of the year.
const rowSchema = z.object({
  annee: z.string().regex(/^\d{4}$/),
  beneficiaire: z.string().min(1),
  siret: z.string().regex(/^\d{14}$/),
  montant_total: z.coerce.number().positive(),
  nb_subventions: z.coerce.number().int().positive(),
  objet_principal: z.string().min(1),
  secteurs_activite: z.string(),
});
interface Row extends z.infer<typeof rowSchema> {
  line: number;
  key: string;
  purpose: string;
}

const localised = z.strictObject({ fr: z.string().min(1), en: z.string().min(1) });
const settingsSchema = z.strictObject({
  file: z.string(),
  source: z.string(),
  idPrefix: z.string(),
  country: z.string(),
  locator: z.strictObject({ one: z.string(), several: z.string() }),
  interpretation: z.strictObject({ oneYear: localised, years: localised, countries: localised }),
  programmes: z.array(z.strictObject({ programme: z.string(), purpose: z.string().optional(), beneficiary: z.string().optional() })),
});
type Settings = z.infer<typeof settingsSchema>;

/**
 * A list of grants published as a table (grants/list.yaml says which and how to read it) as records: the
 * beneficiaries, the projects that people have read in the purposes, and one award a row.
 */
export async function readGrants(folder: string): Promise<Read<Item>> {
  if (!existsSync(join(folder, "list.yaml"))) return { items: [], problems: [] };
  const settings = settingsSchema.parse(parseYaml(await readFile(join(folder, "list.yaml"), "utf8")));
  const file = join(folder, settings.file);
  const rows = readRows(await readFile(file, "utf8"));
  const [bodies, purposes, projects] = await Promise.all(
    ["organisations", "purposes", "projects"].map((name) => readList(join(folder, `${name}.yaml`))),
  );
  const problems = [...bodies!.problems, ...purposes!.problems, ...projects!.problems];
  if (problems.length > 0) return { items: [], problems };

  const organisations = bodies!.items.map((entry) => organisationItem(entry, rows, settings));
  const bySiret = new Map(
    bodies!.items.flatMap(({ id, value }) =>
      [value.siret, ...((value.formerSirets as string[]) ?? [])].map((siret) => [siret as string, id]),
    ),
  );
  const english = new Map(purposes!.items.map(({ value }) => [stem(String(value.fr)), value as { fr: string; en: string }]));
  const rowOf = new Map(rows.map((row) => [row.key, row]));
  const projectOf = new Map<string, Entry>();
  for (const project of projects!.items)
    for (const key of project.value.grants as string[]) {
      if (!rowOf.has(key)) problems.push({ ...at(project), path: "grants", code: "no_grant", values: { grant: key } });
      if (projectOf.has(key)) problems.push({ ...at(project), path: `grants ${key}`, code: "twice" });
      projectOf.set(key, project);
    }

  const awards = rows.flatMap((row): Item[] => {
    const origin = { file, line: row.line, id: `${settings.idPrefix}-${row.annee}-${row.siret}` };
    const organisation = bySiret.get(row.siret);
    const name = english.get(stem(row.purpose));
    if (!organisation) problems.push({ ...origin, path: "siret", code: "no_beneficiary" });
    if (!name) problems.push({ ...origin, path: "objet_principal", code: "no_translation", values: { purpose: row.purpose } });
    if (!organisation || !name) return [];
    return [{ ...origin, kind: "award", input: awardInput(row, name, organisation, projectOf.get(row.key), settings) }];
  });
  const described = projects!.items.map((entry) => projectItem(entry, rowOf, settings));
  return { items: [...organisations, ...described, ...awards], problems };
}

function readRows(text: string): Row[] {
  const table = parseCsv(text, { columns: true, bom: true, info: true }) as { record: unknown; info: { lines: number } }[];
  return table.map(({ record, info }) => {
    const row = rowSchema.parse(record);
    return { ...row, line: info.lines, key: `${row.annee}/${row.siret}`, purpose: repair(row.objet_principal) };
  });
}

/** The export turned each typographic apostrophe into an inverted question mark. */
export function repair(purpose: string): string {
  return purpose.replaceAll("¿", "’").replace(/\s+/g, " ").trim();
}
const stem = (purpose: string) => purpose.replace(/…$/, "");
const at = ({ file, line, id }: Entry) => ({ file, line, id });

function organisationItem(entry: Entry, rows: Row[], settings: Settings): Item {
  const {
    id,
    name,
    siret,
    formerSirets = [],
    type = "22",
    ...rest
  } = entry.value as { id: string; name: string; siret: string; formerSirets?: string[]; type?: string };
  const lines = rows.filter((row) => row.siret === siret || formerSirets.includes(row.siret)).map((row) => row.line);
  const input = {
    name: { fr: name, en: name },
    type,
    siret,
    siren: String(siret).slice(0, 9),
    country: settings.country,
    source: settings.source,
    sourceLocator: locator(lines, settings),
    ...rest,
  };
  return { ...at(entry), id: String(id), kind: "organisation", input };
}

function projectItem(entry: Entry, rowOf: Map<string, Row>, settings: Settings): Item {
  const { id, grants, interpretation, ...fields } = entry.value as {
    id: string;
    grants: string[];
    interpretation?: Record<string, string>;
    countries?: unknown[];
  };
  const rows = grants.flatMap((key) => rowOf.get(key) ?? []);
  const years = rows.map((row) => row.annee).sort();
  const { oneYear, years: several, countries } = settings.interpretation;
  const read = (language: "fr" | "en") =>
    [
      (years[0] === years.at(-1) ? oneYear : several)[language].replace("{first}", years[0] ?? "").replace("{last}", years.at(-1) ?? ""),
      fields.countries ? countries[language] : "",
      interpretation?.[language] ?? "",
    ]
      .filter(Boolean)
      .join(" ");
  const input = {
    ...fields,
    interpretation: { fr: read("fr"), en: read("en") },
    source: settings.source,
    sourceLocator: locator(
      rows.map((row) => row.line),
      settings,
    ),
  };
  return { ...at(entry), id: String(id), kind: "project", input };
}

function awardInput(
  row: Row,
  name: { fr: string; en: string },
  organisation: string,
  project: Entry | undefined,
  settings: Settings,
): Record<string, unknown> {
  const named = settings.programmes.find(
    ({ purpose, beneficiary }) =>
      (purpose && new RegExp(purpose, "i").test(row.purpose)) || (beneficiary && new RegExp(beneficiary, "i").test(row.beneficiaire)),
  );
  return {
    name: { fr: name.fr, en: name.en },
    organisation,
    programme: project?.value.programme ?? named?.programme ?? null,
    project: project?.id ?? null,
    awardedOn: row.annee,
    amountCents: Math.round(row.montant_total * 100),
    aggregate: true,
    aggregatedCount: row.nb_subventions,
    activitySectors: row.secteurs_activite.split(";").filter(Boolean),
    source: settings.source,
    sourceLocator: locator([row.line], settings),
  };
}

function locator(lines: number[], { locator: words }: Settings): string {
  return (lines.length === 1 ? words.one : words.several).replace("{lines}", lines.join(", "));
}
