import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { argumentsOf } from "./i18n/arguments.ts";
import { type Locale, languages } from "./i18n/languages.ts";
import { readMessages } from "./i18n/messages.ts";
import { StartupError } from "./startup-error.ts";

const schema = z.record(z.string(), z.string());

/** The messages that a city says in its own words, by language: names of offices, articles of its law. */
export type OwnWords = Partial<Record<Locale, Record<string, string>>>;

/**
 * Reads messages/<language>.json of the city’s folder, where there is one: each message takes the place of the program’s own of
 * that key. Throws a StartupError that names the key that does not exist, or that uses an argument which is not given to it.
 */
export async function readOwnWords(cityDir: string): Promise<OwnWords> {
  const words: OwnWords = {};
  for (const language of languages) {
    const path = join(cityDir, "messages", `${language}.json`);
    const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "{}";
      throw new StartupError(`${path} cannot be read (${error.code}).`);
    });
    words[language] = check(path, language, text);
  }
  return words;
}

function check(path: string, language: Locale, text: string): Record<string, string> {
  const parsed = schema.safeParse(jsonOf(path, text));
  if (!parsed.success) throw new StartupError(`${path}: an object is expected, of messages by their keys.`);
  const usual = Object.keys(parsed.data).length === 0 ? {} : readMessages(language);
  for (const [key, own] of Object.entries(parsed.data)) {
    const message = usual[key];
    if (message === undefined) throw new StartupError(`${path}, ${key}: there is no such message in messages/${language}.`);
    const given = argumentsOf(language, message);
    const stranger = wanted(path, key, language, own).find((name) => !given.includes(name));
    if (stranger)
      throw new StartupError(`${path}, ${key}: {${stranger}} is not given to this message, only ${given.join(", ") || "nothing"}.`);
  }
  return parsed.data;
}

function wanted(path: string, key: string, language: string, text: string): string[] {
  try {
    return argumentsOf(language, text);
  } catch (error) {
    throw new StartupError(`${path}, ${key}: ${(error as Error).message}`);
  }
}

function jsonOf(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StartupError(`${path}: ${(error as Error).message}`);
  }
}
