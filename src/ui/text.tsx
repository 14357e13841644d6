import type { FC } from "hono/jsx";
import type { Locale } from "../platform/i18n/languages.ts";
import { type Localised, textIn } from "../platform/localised.ts";

/** A text in the page's language, or, marked as such, in the one there is. Nothing when there is none. */
export const Text: FC<{ value: Localised; locale: Locale }> = ({ value, locale }) => {
  const found = textIn(value, locale);
  if (!found) return <></>;
  return found.language === locale ? <>{found.text}</> : <span lang={found.language}>{found.text}</span>;
};

/** A longer text: one paragraph for each block of lines. */
export const Prose: FC<{ value: Localised; locale: Locale; class?: string }> = ({ value, locale, class: className }) => {
  const found = textIn(value, locale);
  if (!found) return <></>;
  const paragraphs = found.text.split(/\n{2,}/);
  return (
    <div class={className ? `prose ${className}` : "prose"} lang={found.language === locale ? undefined : found.language}>
      {paragraphs.map((paragraph) => (
        <p>{paragraph}</p>
      ))}
    </div>
  );
};

/** The plain text, for titles and attributes, which cannot say their language. */
export function plain(value: Localised, locale: Locale): string {
  return textIn(value, locale)?.text ?? "";
}
