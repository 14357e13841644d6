import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isSeq, LineCounter, type ParsedNode, parseDocument as parseYaml } from "yaml";
import { z } from "zod";
import { type KindName, kindNames } from "../kinds.ts";
import { recordId } from "../record/fields.ts";
import type { Term } from "../reference/store.ts";
import type { Origin, SeedProblem } from "./problems.ts";

/** One record as a file gives it, with where it stands. */
export interface Item extends Origin {
  kind: KindName;
  input: Record<string, unknown>;
  /** "draft" for what the file gives as a model, to be completed before it is published. */
  status?: "draft" | undefined;
}
export interface Entry extends Origin {
  value: Record<string, unknown>;
}
export interface Read<T> {
  items: T[];
  problems: SeedProblem[];
}

const fileOf = (kind: KindName) => (kind === "media" ? "media.yaml" : `${kind}s.yaml`);

/** The records of a folder: one file per kind, each a list of items with an id and the fields of the kind. */
export async function readItems(folder: string): Promise<Read<Item>> {
  const present = new Set(await readdir(folder));
  const items: Item[] = [];
  const problems: SeedProblem[] = [];
  for (const kind of kindNames.filter((name) => present.has(fileOf(name)))) {
    const read = await readList(join(folder, fileOf(kind)));
    problems.push(...read.problems);
    for (const { value, ...origin } of read.items) {
      const { id, status, ...input } = value;
      if (!recordId.safeParse(id).success) problems.push({ ...origin, path: "id", code: "id" });
      else if (status !== undefined && status !== "draft")
        problems.push({ ...origin, path: "status", code: "choice", values: { allowed: "draft" } });
      else items.push({ ...origin, kind, input, status });
    }
  }
  return { items, problems };
}

/** The entries of a YAML file that holds a list, each with its line. */
export async function readList(file: string): Promise<Read<Entry>> {
  const lines = new LineCounter();
  const document = parseYaml(await readFile(file, "utf8"), { lineCounter: lines });
  const at = (offset: number) => lines.linePos(offset).line;
  const origin = { file, line: 1, id: "" };
  if (document.errors.length > 0)
    return {
      items: [],
      problems: document.errors.map((error) => ({
        ...origin,
        line: at(error.pos[0]),
        path: "",
        code: "syntax",
        values: { reason: error.message.split("\n")[0]! },
      })),
    };
  if (!isSeq(document.contents)) return { items: [], problems: [{ ...origin, path: "", code: "not_a_list" }] };
  const items = (document.contents.items as ParsedNode[]).map((node) => {
    const value = node.toJS(document) as Record<string, unknown>;
    return { file, line: at(node.range[0]), id: String(value?.id ?? ""), value };
  });
  return { items, problems: [] };
}

const localised = z.strictObject({ fr: z.string().min(1), en: z.string().min(1) });
const vocabularies = z.record(
  z.string(),
  z.array(
    z.strictObject({
      code: z.string().min(1),
      name: localised,
      definition: localised.optional(),
      parent: z.string().optional(),
      withdrawn: z.boolean().default(false),
    }),
  ),
);

/** The city's own vocabularies: one list of terms each. */
export async function readVocabularies(file: string): Promise<Read<Term>> {
  const document = parseYaml(await readFile(file, "utf8"));
  const fault = (path: string, code: string, values = {}) => ({ file, line: 1, id: "", path, code, values });
  if (document.errors.length > 0)
    return { items: [], problems: document.errors.map((error) => fault("", "syntax", { reason: error.message.split("\n")[0] })) };
  const parsed = vocabularies.safeParse(document.toJS());
  if (!parsed.success)
    return { items: [], problems: parsed.error.issues.map((issue) => fault(issue.path.join("."), "syntax", { reason: issue.message })) };
  const items = Object.entries(parsed.data).flatMap(([vocabulary, terms]) =>
    terms.map(({ definition = {}, parent = null, ...term }) => ({ ...term, vocabulary, definition, parent })),
  );
  return { items, problems: [] };
}
