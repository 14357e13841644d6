import { afterEach, expect, it } from "vitest";
import { mainLanguage, setMainLanguage } from "../platform/i18n/languages.ts";
import { Quote, ShortQuote } from "./quote.tsx";

const usual = mainLanguage();
afterEach(() => setMainLanguage(usual));

it.each([
  ["the city’s where the source has a name in it", "fr", { name: { en: "Annual report", fr: "Rapport annuel" } }, "fr"],
  ["that of the source’s only name", "fr", { name: { en: "Annual report" } }, "en"],
  ["the city’s where no source is known", "en", null, "en"],
] as const)("words that were read are in a language: %s", (_, city, source, language) => {
  setMainLanguage(city);
  expect(String(<Quote text="2 < 3" source={source} />)).toBe(`<blockquote lang="${language}"><p>2 &lt; 3</p></blockquote>`);
  expect(String(<ShortQuote text="2" source={source} />)).toBe(`<q lang="${language}">2</q>`);
});
