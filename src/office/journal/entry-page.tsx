import type { FC } from "hono/jsx";
import type { Covering } from "../../proof/history/store.ts";
import type { WholeEntry } from "../../proof/journal/store.ts";
import { actionWords, actorWords, detailWords } from "../../proof/words.ts";
import { Facts } from "../../ui/facts.tsx";
import { instant } from "../../ui/format.ts";
import type { OfficeContext } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { Subject } from "./page.tsx";

/** One entry, all of it, with what seals it. */
export const EntryPage: FC<{ c: OfficeContext; entry: WholeEntry; anchor: Covering | undefined }> = ({ c, entry, anchor }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const title = t("journal.entry", { id: String(entry.id) });
  const details = detailWords(t, entry.kind, entry.document, "EUR");
  return (
    <OfficeLayout c={c} title={title}>
      <p>
        <a href="/bureau/journal">{t("journal.title")}</a>
      </p>
      <h1>{t("pdf.history.entry", { id: String(entry.id), what: actionWords(t, entry) })}</h1>
      <Facts
        facts={[
          [t("journal.when"), <time datetime={entry.at.toISOString()}>{instant(entry.at, locale)}</time>],
          [t("journal.who"), actorWords(t, entry)],
          [t("journal.on"), <Subject c={c} entry={entry} />],
          [t("journal.entry.version"), String(entry.version)],
          [t("journal.entry.changed"), entry.changed.length > 0 && entry.changed.join(", ")],
          [t("journal.hash"), <code class="wrap">{entry.hash}</code>],
          [t("journal.entry.previous"), <code class="wrap">{entry.previousHash}</code>],
          [
            t("journal.entry.covered"),
            anchor
              ? t("journal.health.anchorText", { number: anchor.number, at: instant(anchor.madeAt, locale), head: String(anchor.head) })
              : t("pdf.history.notAnchored"),
          ],
        ]}
      />
      {details.length > 0 && (
        <>
          <h2>{t("journal.entry.details")}</h2>
          <Facts facts={details} />
        </>
      )}
      <details>
        <summary>{t("journal.entry.document")}</summary>
        <pre class="wrap">{JSON.stringify(entry.document, null, 2)}</pre>
      </details>
    </OfficeLayout>
  );
};
