// Translations: every language has the same messages with the same arguments, and every message that the code or the
// register names exists.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { argumentsOf } from "../src/platform/i18n/arguments.ts";
import { languages } from "../src/platform/i18n/languages.ts";
import { readMessages } from "../src/platform/i18n/messages.ts";
import { kindNames, kindOf } from "../src/register/kinds.ts";
import type { Fields } from "../src/register/record/fields.ts";

const root = join(import.meta.dirname, "..");
const problems: string[] = [];
const [reference, ...others] = languages.map((language) => ({ language, messages: readMessages(language) }));

/** Those of a message, in one line; what is no message is told. */
function argumentsIn(language: string, key: string, text: string): string {
  try {
    return argumentsOf(language, text).join(", ");
  } catch (error) {
    problems.push(`${language} ${key}: ${(error as Error).message}`);
    return "";
  }
}

for (const { language, messages } of others) {
  for (const key of Object.keys(reference!.messages)) if (!(key in messages)) problems.push(`${language} ${key}: missing`);
  for (const key of Object.keys(messages)) if (!(key in reference!.messages)) problems.push(`${reference!.language} ${key}: missing`);
  for (const [key, text] of Object.entries(messages)) {
    const own = reference!.messages[key];
    if (own !== undefined && argumentsIn(language, key, text) !== argumentsIn(reference!.language, key, own))
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
