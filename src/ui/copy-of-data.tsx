import type { FC } from "hono/jsx";
import type { Locale } from "../platform/i18n/languages.ts";
import type { Translator } from "../platform/i18n/messages.ts";
import { type Copy, columnWords, tableWords, valueLines } from "../privacy/subject/copy.ts";
import { Facts } from "./facts.tsx";
import { instant } from "./format.ts";
import { Table } from "./table.tsx";

/** Everything about someone, to be read: a heading for each table, each row as labels and values. */
export const CopyTables: FC<{ t: Translator; locale: Locale; copy: Copy }> = ({ t, locale, copy }) => (
  <>
    <p class="meta">{t("privacy.copy.made", { at: instant(new Date(copy.madeAt), locale) })}</p>
    {copy.tables.length === 0 && copy.acts.length === 0 && <p>{t("privacy.copy.nothing")}</p>}
    {copy.tables.map(({ table, processing, rows, total }) => (
      <section>
        <h2>{tableWords(t, table)}</h2>
        <p class="hint">{t.dynamic(`processing.${processing}.purpose`)}</p>
        {total > rows.length && <p>{t("privacy.copy.more", { shown: rows.length, total })}</p>}
        {rows.map((row, i) => (
          <>
            {rows.length > 1 && <h3>{t("privacy.copy.entry", { n: i + 1 })}</h3>}
            <Facts
              facts={Object.entries(row).map(([column, value]) => {
                const lines = valueLines(value);
                return [
                  columnWords(t, column),
                  lines.length === 0 ? null : lines.length === 1 ? lines[0] : <pre class="mail-text">{lines.join("\n")}</pre>,
                ];
              })}
            />
          </>
        ))}
      </section>
    ))}
    {copy.acts.length > 0 && (
      <section>
        <h2>{t("privacy.copy.acts")}</h2>
        {copy.actsTotal > copy.acts.length && <p>{t("privacy.copy.more", { shown: copy.acts.length, total: copy.actsTotal })}</p>}
        <Table
          caption={t("privacy.copy.acts")}
          hideCaption
          class="dense"
          rows={copy.acts}
          columns={[
            { label: t("privacy.copy.when"), cell: ({ at }) => instant(at, locale) },
            { label: t("privacy.copy.act"), heading: true, cell: ({ action }) => action.replaceAll("_", " ") },
            { label: t("privacy.copy.on"), cell: ({ kind, record }) => `${kind.replaceAll("_", " ")} ${record}` },
          ]}
        />
      </section>
    )}
  </>
);
