import type { FC } from "hono/jsx";
import type { Localised } from "../platform/localised.ts";
import { date } from "./format.ts";
import type { PageContext } from "./page.ts";
import { Quote } from "./quote.tsx";
import { Text } from "./text.tsx";

interface Source {
  name: Localised;
  publisher: string;
  url: string | null;
  datedOn: string | null;
  licence: string | null;
}

/** Where a record was read: the source, the place in it, the very words. */
export const SourceNote: FC<{ c: PageContext; source: Source | null; locator: string | null; quote: string | null }> = ({
  c,
  source,
  locator,
  quote,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (!source && !quote) return <></>;
  return (
    <section class="source-note" aria-labelledby="source-title">
      <h2 id="source-title">{t("common.source")}</h2>
      {quote && <Quote text={quote} source={source} />}
      {source && (
        <p>
          {source.url ? (
            <a href={source.url} rel="external noopener">
              <Text value={source.name} locale={locale} />
            </a>
          ) : (
            <Text value={source.name} locale={locale} />
          )}
          {`, ${source.publisher}`}
          {source.datedOn && `, ${date(source.datedOn, locale)}`}
          {locator && `, ${locator}`}
          {source.licence && ` (${source.licence})`}
        </p>
      )}
    </section>
  );
};
