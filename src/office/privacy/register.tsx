import { stringify } from "csv-stringify/sync";
import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { controllerOf, type Described, describe, officerOf } from "../../privacy/processing/describe.ts";
import { Facts } from "../../ui/facts.tsx";
import { Of } from "../../ui/of.tsx";
import { Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";

const PATH = "/bureau/traitements";

/** The register of processing (GDPR art. 30): on one page that prints, and as a file. */
export function registerPages(app: Hono<OfficeEnv>): void {
  app.use("/traitements", only("privacy.manage"));
  app.use("/traitements.csv", only("privacy.manage"));
  app.get("/traitements", (c) => c.html(<Register c={c} all={describe(c.get("services").city, c.get("t"))} />));
  app.get("/traitements.csv", (c) => {
    const [t, { city }] = [c.get("t"), c.get("services")];
    const columns = [
      "name",
      "purpose",
      "basis",
      "people",
      "data",
      "recipients",
      "retention",
      "measures",
      "transfers",
      "where",
      "controller",
      "officer",
    ] as const;
    const rows = describe(city, t).map((one) => [
      one.name,
      one.purpose,
      `${one.basis.join(" ; ")} : ${one.law}`,
      one.people.join(" ; "),
      one.data.join(" ; "),
      one.recipients.join(" ; "),
      one.retention.join(" ; "),
      one.measures.join(" ; "),
      t("processing.noTransfers"),
      one.tables.map(({ table, columns: names }) => `${table} (${names})`).join(" ; "),
      controllerOf(city, c.get("locale")),
      officerOf(city) ?? t("processing.toComplete"),
    ]);
    return c.body(stringify([columns.map((column) => t(`processing.${column}`)), ...rows], { bom: true, record_delimiter: "\r\n" }), 200, {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="registre-traitements.csv"',
      "Cache-Control": "no-store",
    });
  });
}

const Register: FC<{ c: OfficeContext; all: Described[] }> = ({ c, all }) => {
  const [t, locale, { city }] = [c.get("t"), c.get("locale"), c.get("services")];
  const { authority, processors } = city.privacy;
  return (
    <OfficeLayout c={c} title={t("processing.title")}>
      <h1>{t("processing.title")}</h1>
      <p>{t("processing.lede")}</p>
      <p>
        <a href={`${PATH}.csv`}>{t("processing.csv")}</a>
      </p>
      <Facts
        facts={[
          [t("processing.controller"), controllerOf(city, locale)],
          [t("processing.officer"), officerOf(city) ?? <strong>{t("processing.toComplete")}</strong>],
          [t("processing.authority"), <a href={authority.url}>{plain(authority.name, locale)}</a>],
          [
            t("processing.processors"),
            processors === null ? (
              <strong>{t("processing.toComplete")}</strong>
            ) : (
              processors.map(({ name, does, country }) => `${name} (${country}), ${plain(does, locale)}`).join(" · ")
            ),
          ],
          [t("processing.transfers"), t("processing.noTransfers")],
        ]}
      />
      <ul>
        {all.map(({ id, name }) => (
          <li>
            <a href={`#${id}`}>{name}</a>
          </li>
        ))}
      </ul>
      {all.map((one) => (
        <section>
          <h2 id={one.id}>{one.name}</h2>
          <p>{one.purpose}</p>
          <Facts
            facts={[
              [t("processing.basis"), `${one.basis.join(", ")}. ${one.law}`],
              [t("processing.people"), one.people.join(", ")],
              [t("processing.data"), one.data.join(", ")],
              [t("processing.recipients"), one.recipients.join(", ")],
              [
                t("processing.retention"),
                <ul class="plain-list">
                  {one.retention.map((line) => (
                    <li>{line}</li>
                  ))}
                </ul>,
              ],
              [t("processing.measures"), one.measures.join(", ")],
            ]}
          />
          <details>
            <summary>
              {t("processing.where")}
              <Of t={t}>{one.name}</Of>
            </summary>
            <Table
              caption={t("processing.where")}
              hideCaption
              class="dense"
              rows={one.tables}
              columns={[
                { label: t("processing.table"), heading: true, cell: ({ table }) => <code>{table}</code> },
                { label: t("processing.columns"), cell: ({ columns }) => columns },
              ]}
            />
          </details>
        </section>
      ))}
    </OfficeLayout>
  );
};
