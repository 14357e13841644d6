import { IntlMessageFormat } from "intl-messageformat";

// Kinds of node of formatjs. What a language selects by is its own grammar: it may select where another does not.
const [LITERAL, SELECT, POUND] = [0, 5, 7];

/** The names of the arguments of a message, sorted: {count, plural, …} is "count". Throws when it is no ICU message. */
export function argumentsOf(language: string, text: string): string[] {
  const names = new Set<string>();
  const walk = (parts: any[]) => {
    for (const part of parts) {
      if (part.type !== LITERAL && part.type !== SELECT && part.type !== POUND && part.value !== undefined) names.add(part.value);
      for (const option of Object.values<any>(part.options ?? {})) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(text, language).getAst());
  return [...names].sort();
}
