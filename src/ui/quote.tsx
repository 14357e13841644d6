import type { FC } from "hono/jsx";
import { mainLanguage } from "../platform/i18n/languages.ts";
import { type Localised, textIn } from "../platform/localised.ts";

/** A source says in which language it is by its name: the city’s, where it has one in it, else the one that it has. */
const languageOf = (source: { name: Localised } | null): string => textIn(source?.name ?? {}, mainLanguage())?.language ?? mainLanguage();

interface Props {
  text: string;
  /** Where the words were read. */
  source: { name: Localised } | null;
  class?: string;
}

/** The very words of a source, by themselves, in its language. */
export const Quote: FC<Props> = ({ text, source, class: className }) => (
  <blockquote lang={languageOf(source)} class={className}>
    <p>{text}</p>
  </blockquote>
);

/** The same within a line or a cell. */
export const ShortQuote: FC<Props> = ({ text, source, class: className }) => (
  <q lang={languageOf(source)} class={className}>
    {text}
  </q>
);
