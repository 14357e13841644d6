import { isLocale, type Locale, languages, mainLanguage } from "../platform/i18n/languages.ts";
import { translator } from "../platform/i18n/messages.ts";
import { dayOf } from "../platform/instants.ts";
import { checkExport, exportFile } from "../publishing/commands.ts";
import { datasetNames } from "../publishing/datasets.ts";
import type { Finding } from "../publishing/declarations/check.ts";
import { type DeclarationName, declarationNames, isDeclaration, isYearly, yearDeclared } from "../publishing/declarations/declarations.ts";
import { exportDeclaration } from "../publishing/declarations/export.ts";
import { declarationFormats } from "../publishing/declarations/file.ts";
import { type Format, fileOf, publicFiles } from "../publishing/files.ts";
import { type Command, type CommandContext, cityOf, complain, options, say, type Work } from "./command.ts";
import { progress, UsageError, write } from "./io.ts";

/** Of every file under /data, whatever is added to them. */
const formats: Format[] = [...new Set(publicFiles.map(({ format }) => format))];

const known = {
  out: { type: "string" },
  of: { type: "string" },
  check: { type: "boolean" },
  lang: { type: "string" },
  year: { type: "string" },
  format: { type: "string" },
} as const;
type Values = ReturnType<typeof options<typeof known>>["values"];

export const exportCommand: Command = {
  usage:
    `export ${formats.join("|")} [--of ${datasetNames.join("|")}] [--lang ${languages.join("|")}] [--out FILE] [--check]` +
    ` | export ${declarationNames.join("|")} [--year YYYY] [--format ${declarationFormats.join("|")}] [--lang ${languages.join("|")}] [--out FILE]`,
  parse(args) {
    const { values, positionals } = options(args, known);
    const [name = "", ...rest] = positionals;
    if (rest.length > 0) throw new UsageError(`one file at a time: what is ${rest[0]}?`);
    return isDeclaration(name) ? parseDeclaration(name, values) : parseFile(name, values);
  },
};

const servicesOf = async ({ config, db }: CommandContext) => {
  const city = await cityOf({ config, db });
  return { db, city, baseUrl: config.url ?? `http://localhost:${config.port}` };
};

/** The language asked for; the city’s, once its settings are read. Throws a UsageError for one that is not ours. */
function localeOf({ lang }: Values): () => Locale {
  if (lang !== undefined && !isLocale(lang)) throw new UsageError(`--lang: one of ${languages.join(", ")}`);
  return () => lang ?? mainLanguage();
}

function parseFile(name: string, values: Values): Work {
  const format = formats.find((one) => one === name);
  if (!format) throw new UsageError("export what?");
  if (values.year || values.format) throw new UsageError(`--year and --format go with ${declarationNames.join(", ")}`);
  const dataset = datasetNames.find((one) => one === (values.of ?? "projects"));
  if (!dataset) throw new UsageError("--of says which table");
  if (!fileOf(dataset, format)) throw new UsageError(`there is no ${format} of ${dataset}`);
  if (values.check && !format.startsWith("iati")) throw new UsageError("--check goes with iati");
  const locale = localeOf(values);
  return async (context) => {
    const services = await servicesOf(context);
    if (values.check) {
      const report = await checkExport(services);
      for (const { record, rule, message } of report.findings) complain(`${record ?? "file"}: ${rule} ${message}`);
      const { critical, error, warning, remarks } = report.counts;
      say(`${report.activities} activities, ${critical + error + warning} problems, ${remarks} remarks`);
      say(`${critical} critical, ${error} errors, ${warning} warnings`);
      if (report.findings.length > 0) return 1;
      if (!values.out) return 0;
    }
    const bar = progress("kB");
    // On a terminal that shows the file itself, a bar would be in its way.
    const onBytes = values.out ? (bytes: number) => bar.tell(Math.round(bytes / 1_000)) : undefined;
    await write(values.out, (out) => exportFile(services, format, out, { dataset, locale: locale(), onBytes })).finally(bar.end);
    return 0;
  };
}

function parseDeclaration(name: DeclarationName, values: Values): Work {
  if (values.of || values.check) throw new UsageError(`--of and --check do not go with ${name}`);
  if (values.year !== undefined && !isYearly(name)) throw new UsageError("the atlas is of the day: it takes no --year");
  if (values.year !== undefined && !/^(19|20|21)\d\d$/.test(values.year)) throw new UsageError("--year: four digits, as in 2025");
  // The ending of the file says its format, where nothing else does.
  const wanted = values.format ?? /\.(\w+)$/.exec(values.out ?? "")?.[1] ?? "csv";
  const format = declarationFormats.find((one) => one === wanted);
  if (!format) throw new UsageError(`--format: one of ${declarationFormats.join(", ")}`);
  const locale = localeOf(values);
  return async (context) => {
    const services = await servicesOf(context);
    if (!services.city.law.declarations.includes(name)) {
      complain(`${name}: this city does not declare it (law.declarations of its city.yaml)`);
      return 1;
    }
    const year = values.year ? Number(values.year) : yearDeclared(dayOf(new Date()));
    await write(values.out, async (out) => {
      const { findings, tables } = await exportDeclaration(services, { name, year, format, locale: locale() }, out);
      complain(`${name}${isYearly(name) ? ` ${year}` : ""}: ${tables.reduce((sum, { rows }) => sum + rows.length, 0)} lines`);
      tellFindings(findings);
    });
    return 0;
  };
}

/** What must be looked at before the declaration is sent, on the standard error: the file itself may be on the other. */
function tellFindings(findings: Finding[]): void {
  const t = translator("en");
  for (const [message, all] of Map.groupBy(findings, ({ code, value }) => t.dynamic(`declaration.finding.${code}`, { value: value ?? "" })))
    complain(
      `${all.length} × ${message} ${all
        .slice(0, 3)
        .map(({ record }) => `${record.kind} ${record.id}`)
        .join(", ")}${all.length > 3 ? "…" : ""}`,
    );
}
