import type { Child, FC } from "hono/jsx";
import { Facts } from "../../../ui/facts.tsx";
import { bytes } from "../../../ui/format.ts";
import type { OfficeContext } from "../../env.ts";
import { When } from "../../when.tsx";

interface Entry {
  format: string;
  fileName: string;
  sha256: string;
  bytes: number;
  publisher: string | null;
  licence: string | null;
  generatedAt: Date | null;
  at: Date;
  actorName: string;
}

/** Where a file that came in is from. `publisher`: what its format calls who made it; `original`: the file itself. */
export const Provenance: FC<{ c: OfficeContext; entry: Entry; publisher: string; original?: Child }> = ({
  c,
  entry,
  publisher,
  original,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const unknown = t("exchange.import.unknown");
  return (
    <Facts
      facts={[
        [t("exchange.import.fileName"), entry.fileName],
        [publisher, entry.publisher ?? unknown],
        [t("exchange.import.licence"), entry.licence ?? unknown],
        [
          t("exchange.import.generated"),
          // Of the formats, IATI alone says it.
          entry.generatedAt ? <When at={entry.generatedAt} locale={locale} /> : entry.format === "iati" && unknown,
        ],
        [t("exchange.import.when"), <When at={entry.at} locale={locale} />],
        [t("exchange.import.by"), entry.actorName],
        [t("exchange.import.size"), bytes(entry.bytes, locale)],
        [t("exchange.import.digest"), <code class="long-word">{entry.sha256}</code>],
        [t("exchange.import.original"), original],
      ]}
    />
  );
};
