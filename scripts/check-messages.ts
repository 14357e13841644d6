// Translations: every language has the same messages with the same arguments, and every message that the code or the
// register names exists.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { languages } from "../src/platform/i18n/languages.ts";
import { readMessages } from "../src/platform/i18n/messages.ts";
import { kindNames, kindOf } from "../src/register/kinds.ts";
import type { Fields } from "../src/register/record/fields.ts";

const root = join(import.meta.dirname, "..");
const problems: string[] = [];
const [reference, ...others] = languages.map((language) => ({ language, messages: readMessages(language) }));

// Kinds of node of formatjs. What a language selects by is its own grammar: it may select where another does not.
const [LITERAL, SELECT, POUND] = [0, 5, 7];

/** The names of the arguments of a message: {count, plural, …} is "count". */
function argumentsOf(language: string, key: string, text: string): string {
  const names = new Set<string>();
  const walk = (parts: any[]) => {
    for (const part of parts) {
      if (part.type !== LITERAL && part.type !== SELECT && part.type !== POUND && part.value !== undefined) names.add(part.value);
      for (const option of Object.values<any>(part.options ?? {})) walk(option.value);
    }
  };
  try {
    walk(new IntlMessageFormat(text, language).getAst());
  } catch (error) {
    problems.push(`${language} ${key}: ${(error as Error).message}`);
  }
  return [...names].sort().join(", ");
}

for (const { language, messages } of others) {
  for (const key of Object.keys(reference!.messages)) if (!(key in messages)) problems.push(`${language} ${key}: missing`);
  for (const key of Object.keys(messages)) if (!(key in reference!.messages)) problems.push(`${reference!.language} ${key}: missing`);
  for (const [key, text] of Object.entries(messages)) {
    const own = reference!.messages[key];
    if (own !== undefined && argumentsOf(language, key, text) !== argumentsOf(reference!.language, key, own))
      problems.push(`${language} ${key}: its arguments differ from ${reference!.language}`);
  }
}
for (const [key, text] of [reference!, ...others].flatMap(({ messages }) => Object.entries(messages)))
  if (/(?<!')'(?!')/.test(text) && /[{}]/.test(text))
    problems.push(`${key}: a plain apostrophe is an escape in a message with arguments: write ’`);

// What the register names.
const has = (key: string) => key in reference!.messages;
function walkFields(kind: string, fields: Fields, path: string[] = []): void {
  for (const [name, { widget }] of Object.entries(fields)) {
    const names = [...path, name];
    if (![`field.${kind}.${names.join(".")}`, `field.${kind}.${name}`, `field.${name}`].some(has))
      problems.push(`field.${kind}.${names.join(".")}: missing`);
    if (widget.type === "choice")
      for (const option of widget.options)
        if (!has(`choice.${kind}.${names.join(".")}.${option}`)) problems.push(`choice.${kind}.${names.join(".")}.${option}: missing`);
    if (widget.type === "list") walkFields(kind, widget.fields, names);
  }
}
for (const name of kindNames) {
  for (const key of [`kind.${name}`, `kind.${name}.many`]) if (!has(key)) problems.push(`${key}: missing`);
  walkFields(name, kindOf(name).fields);
}

// What the rules and the imports complain of; a sheet that cannot be read, and the loads of a city, have their own words.
const complaints = join(root, "src/register");
for (const file of readdirSync(complaints, { recursive: true }) as string[]) {
  if (!file.endsWith(".ts") || /\.test\.ts$|^seed\/|\/(sheet|book)\.ts$/.test(file)) continue;
  for (const [, code] of readFileSync(join(complaints, file), "utf8").matchAll(/\bcode: "(\w+)"/g))
    if (!has(`problem.${code}`)) problems.push(`problem.${code}: missing, and ${file} names it`);
}

// What the code names: t("…") is checked by the compiler; here, that no message is left that nothing names.
const code = ["src", "islands"]
  .flatMap((folder) =>
    (readdirSync(join(root, folder), { recursive: true }) as string[])
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => readFileSync(join(root, folder, file), "utf8")),
  )
  .join("\n");
const made = [...code.matchAll(/`([a-zA-Z][\w.-]*\.)\$\{/g)].map((match) => match[1]!);
for (const key of Object.keys(reference!.messages)) {
  const named = code.includes(`"${key}"`) || code.includes(`\`${key}\``) || made.some((stem) => key.startsWith(stem));
  if (!named) problems.push(`${key}: nothing names it`);
}

for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);
