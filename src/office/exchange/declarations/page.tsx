import type { FC } from "hono/jsx";
import { type Locale, languages } from "../../../platform/i18n/languages.ts";
import { law } from "../../../platform/law.ts";
import { textIn } from "../../../platform/localised.ts";
import type { Finding } from "../../../publishing/declarations/check.ts";
import type { Declaration } from "../../../publishing/declarations/declarations.ts";
import { declarationFormats } from "../../../publishing/declarations/file.ts";
import type { Total } from "../../../publishing/declarations/totals.ts";
import type { Reference } from "../../../publishing/reference-store.ts";
import { money } from "../../../ui/format.ts";
import { Table } from "../../../ui/table.tsx";
import { officeHref } from "../../addresses.ts";
import type { OfficeContext } from "../../env.ts";
import { OfficeLayout } from "../../layout.tsx";
import { Above } from "../above.tsx";
import { Preview } from "./preview.tsx";

export const PATH = "/bureau/echanges/declarations";
/** Of one check; all of them are in the file. */
const MOST_SHOWN = 50;

/** One declaration: what it adds up to, what must be looked at first, its files. */
export const DeclarationPage: FC<{ c: OfficeContext; declaration: Declaration; year: number; years: number[]; reference: Reference }> = ({
  c,
  declaration,
  year,
  years,
  reference,
}) => {
  const t = c.get("t");
  const { name, tables, findings, totals } = declaration;
  const empty = tables.every(({ rows }) => rows.length === 0);
  return (
    <OfficeLayout c={c} title={t("declaration.title")}>
      <Above c={c} />
      <h1>{t("declaration.title")}</h1>
      <p>{t("declaration.lead")}</p>
      <nav class="tabs" aria-label={t("declaration.title")}>
        <ul>
          {law().declarations.map((one) => (
            <li>
              <a href={`${PATH}/${one}?annee=${year}`} aria-current={one === name ? "page" : undefined}>
                {t.dynamic(`declaration.${one}.short`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <h2>{t.dynamic(`declaration.${name}.title`)}</h2>
      <p>{t.dynamic(`declaration.${name}.text`)}</p>
      <p class="notice">{t.dynamic(`declaration.${name}.note`)}</p>
      {findings.some(({ code }) => code === "demo") && <p class="error-summary">{t("declaration.fictional")}</p>}
      {declaration.year !== null && <ChooseYear c={c} action={`${PATH}/${name}`} year={year} years={years} />}
      {empty ? (
        <p>{t(name === "atlas" ? "declaration.noneAtlas" : "declaration.none")}</p>
      ) : (
        <>
          {(["source", "status", "kind"] as const).map(
            (by) => totals[by] && <Totals c={c} by={by} totals={totals[by]} reference={reference} />,
          )}
          <h2>{t("declaration.download")}</h2>
          <p>{t("declaration.downloadNote")}</p>
          <ul>
            {declarationFormats.map((format) => (
              <li>
                {format.toUpperCase()}
                {" · "}
                {languages.map((language, i) => (
                  <>
                    {i > 0 && ", "}
                    <a
                      href={`${PATH}/${name}.${format}?${declaration.year === null ? "" : `annee=${year}&`}lang=${language}`}
                      aria-label={t("declaration.file", {
                        format: format.toUpperCase(),
                        language: languageName(c.get("locale"), language),
                      })}
                      download
                    >
                      {languageName(c.get("locale"), language)}
                    </a>
                  </>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>{t("declaration.checks")}</h2>
      {findings.length === 0 ? <p>{t("declaration.checksNone")}</p> : <Checks c={c} findings={findings} />}
      {!empty && <Preview c={c} declaration={declaration} reference={reference} />}
    </OfficeLayout>
  );
};

const languageName = (locale: Locale, language: string) => new Intl.DisplayNames(locale, { type: "language" }).of(language) ?? language;

const ChooseYear: FC<{ c: OfficeContext; action: string; year: number; years: number[] }> = ({ c, action, year, years }) => (
  <form method="get" action={action} class="narrow-form">
    <div class="form-field">
      <label for="annee">{c.get("t")("declaration.year")}</label>
      <select id="annee" name="annee">
        {years.map((one) => (
          <option value={String(one)} selected={one === year}>
            {one}
          </option>
        ))}
      </select>
    </div>
    <p>
      <button type="submit">{c.get("t")("declaration.show")}</button>
    </p>
  </form>
);

const Totals: FC<{ c: OfficeContext; by: "source" | "status" | "kind"; totals: Total[]; reference: Reference }> = ({
  c,
  by,
  totals,
  reference,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const label = ({ key }: Total) =>
    by === "source" ? (textIn(reference.term("budget-source", key), locale)?.text ?? key) : t.dynamic(`declaration.${by}.${key}`);
  const currencies = [...new Set(totals.map(({ currency }) => currency))];
  return (
    <Table
      caption={t(`declaration.totals.${by}`)}
      class="dense"
      rows={totals}
      columns={[
        { label: t("field.name"), heading: true, cell: label },
        { label: t("declaration.rows"), numeric: true, cell: ({ rows }) => String(rows) },
        { label: t("declaration.amount"), numeric: true, cell: ({ cents, currency }) => money(cents, currency, locale) },
      ]}
      foot={currencies.map((currency) => {
        const own = totals.filter((total) => total.currency === currency);
        return (
          <tr>
            <th scope="row">{t("declaration.total")}</th>
            <td class="number">{own.reduce((sum, { rows }) => sum + rows, 0)}</td>
            <td class="number">
              {money(
                own.reduce((sum, { cents }) => sum + cents, 0),
                currency,
                locale,
              )}
            </td>
          </tr>
        );
      })}
    />
  );
};

/** The check list, each point with the records to mend. */
const Checks: FC<{ c: OfficeContext; findings: Finding[] }> = ({ c, findings }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const groups = Map.groupBy(findings, ({ code, value }) => t.dynamic(`declaration.finding.${code}`, { value: value ?? "" }));
  return (
    <>
      {[...groups].map(([message, all]) => (
        <details>
          <summary>
            {message} <span class="muted">{t("declaration.checkCount", { count: all.length })}</span>
          </summary>
          <ul>
            {all.slice(0, MOST_SHOWN).map((one) => (
              <li>
                <a href={recordHref(one)}>{one.label}</a>
                {one.amountCents !== null && ` · ${money(one.amountCents, one.currency, locale)}`}
              </li>
            ))}
          </ul>
          {all.length > MOST_SHOWN && <p class="muted">{t("declaration.more", { count: all.length - MOST_SHOWN })}</p>}
        </details>
      ))}
    </>
  );
};

const recordHref = ({ record }: Finding) => (record.kind === "grant" ? `/bureau/suivi/${record.id}` : officeHref(record.kind, record.id));
