import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import type { Actor } from "../platform/accounts/rights.ts";
import { translator } from "../platform/i18n/messages.ts";
import { textIn } from "../platform/localised.ts";
import { StartupError } from "../platform/startup-error.ts";
import { type ImportResult, importIati } from "../publishing/iati/import/actions.ts";
import { fileOnDisk } from "../publishing/iati/import/source.ts";
import { failureWords, levelWords, toldWords } from "../publishing/iati/import/words-of.ts";
import { cityOf, complain, type ExitCode, options, say, type Work } from "./command.ts";
import { progress, UsageError } from "./io.ts";

export const iatiUsage = "import iati FILE [--dry-run] [--publish] [--licence TEXT] [--map FILE.csv]";

/** Activities of an IATI file; `--map` says which new organisations are one of the register: a key of the dry run, an identifier. */
export function parseIatiImport(args: string[]): Work {
  const { values, positionals } = options(args, {
    "dry-run": { type: "boolean" },
    publish: { type: "boolean" },
    licence: { type: "string" },
    map: { type: "string" },
  });
  const [, path, ...rest] = positionals;
  if (!path || rest.length > 0) throw new UsageError("import iati: which file?");
  const same = values.map ? readMap(values.map) : new Map<string, string>();
  return async ({ config, db }) => {
    const by: Actor = { id: "cli", name: "Command line", role: "system" };
    const file = await fileOnDisk(path).catch((error: NodeJS.ErrnoException) => {
      throw new StartupError(`${path} cannot be read (${error.code}).`);
    });
    const bar = progress("activities");
    const result = await importIati(db, file, by, {
      city: await cityOf({ config, db }),
      dryRun: values["dry-run"] ?? false,
      publish: values.publish ?? false,
      licence: values.licence,
      same,
      onProgress: bar.tell,
    }).finally(bar.end);
    return tell(path, result);
  };
}

function readMap(path: string): Map<string, string> {
  try {
    const rows = parse(readFileSync(path), { bom: true, delimiter: [",", ";"], skip_empty_lines: true, trim: true }) as string[][];
    return new Map(rows.filter(([key, id]) => key && id && key !== "key").map(([key, id]) => [key!, id!]));
  } catch (error) {
    throw new StartupError(
      `${path} is no table of two columns, the key of a new organisation and the identifier of the one that it is: ${(error as Error).message}`,
    );
  }
}

function tell(path: string, result: ImportResult): ExitCode {
  const t = translator("en");
  if (!result.ok) {
    complain(`${path}: ${failureWords(t, result)}`);
    return 1;
  }
  const { told, toldCounts, counts, organisations, written } = result;
  for (const one of told)
    complain(
      `${path}:${one.line} ${one.element}${one.identifier ? ` of ${one.identifier}` : ""}: ${levelWords(t, one.level)}: ${toldWords(t, one)}`,
    );
  const all = Object.values(toldCounts).reduce((sum, count) => sum + count, 0);
  if (all > told.length) complain(`${path}: and ${all - told.length} more of the same kinds`);
  for (const { key, name, near } of organisations.shown)
    if (near.length > 0)
      complain(`${path}: "${key}" would be new (${textIn(name, "en")?.text}); is it one of these? ${near.map(({ id }) => id).join(", ")}`);
  const numbers = Object.entries(counts).map(([outcome, count]) => `${outcome} ${count}`);
  say(`${written ? "" : "dry run, nothing written: "}${numbers.join(", ")}, new organisations ${organisations.total}`);
  return counts.refused > 0 ? 1 : 0;
}
