import type { FC } from "hono/jsx";
import { datasetNames } from "../../publishing/datasets.ts";
import { attributions } from "../../publishing/metadata.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { day } from "../../ui/format.ts";
import { PublicLayout } from "../../ui/layout.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfData } from "../../ui/paths.ts";
import { plain, Text } from "../../ui/text.tsx";
import { StructuredData } from "../structured/graph.tsx";
import { breadcrumb } from "../structured/parts.ts";
import type { Catalogue } from "./catalogue.ts";
import { columnsOf } from "./columns.tsx";
import { Extracts } from "./extracts.tsx";
import { FileLinks, FilesTables } from "./files-table.tsx";
import { dataCatalog } from "./json-ld.ts";

export const DataPage: FC<{ c: PageContext; catalogue: Catalogue }> = ({ c, catalogue }) => {
  const { city, baseUrl } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const publisher = plain(city.name, locale);
  const licence = (
    <a href={city.licence.url} rel="license">
      {plain(city.licence.name, locale)}
    </a>
  );
  return (
    <PublicLayout
      c={c}
      meta={{
        title: t("data.title"),
        description: t("data.lede", { city: publisher }),
        updatedAt: catalogue.updatedAt,
        feeds: catalogue.files.map((file) => ({ href: hrefOfData(file.path), type: file.type.split(";")[0]!, title: t("data.catalogue") })),
      }}
    >
      <Breadcrumb c={c} steps={[{ label: t("nav.data") }]} />
      <div class="data-page">
        <h1>{t("data.title")}</h1>
        <p class="lede">{t("data.lede", { city: publisher })}</p>
        <p>{t("data.same")}</p>

        <section class="section" aria-labelledby="files">
          <h2 id="files">{t("data.files")}</h2>
          <FilesTables c={c} catalogue={catalogue} />
          <p class="meta">{t("data.filesNote")}</p>
        </section>

        <section class="section" aria-labelledby="programs">
          <h2 id="programs">{t("data.programs")}</h2>
          <p>
            {t("data.apiText")} <a href="/api">{t("data.apiLink")}</a> (<a href="/api/openapi.json">{t("data.apiDescription")}</a>).
          </p>
          <p>{t("data.program")}</p>
          {catalogue.signedAt && (
            <p>
              {t("data.signed", { date: day(catalogue.signedAt, locale) })} <a href="/data/manifest.json">{t("publication.manifest")}</a>,{" "}
              <a href="/data/manifest.json.sig">{t("publication.signature")}</a>, <a href="/data/manifest.pub">{t("publication.key")}</a>.
            </p>
          )}
          <p>{t("data.catalogueText")}</p>
          <FileLinks c={c} title={t("data.catalogue")} files={catalogue.files} />
        </section>

        <section class="section" aria-labelledby="extract">
          <h2 id="extract">{t("data.extract")}</h2>
          <Extracts c={c} examples={catalogue.examples} />
        </section>

        <section class="section" aria-labelledby="columns">
          <h2 id="columns">{t("data.columns")}</h2>
          <p>{t("data.columnsText")}</p>
          <ul>
            {datasetNames.map((name) => (
              <li>
                <a href={href(locale, "dataColumns", { hash: name })}>{t("data.columnsOf", columnsOf(name, locale))}</a>
              </li>
            ))}
          </ul>
        </section>

        <section class="section" aria-labelledby="formats">
          <h2 id="formats">{t("data.formats")}</h2>
          <dl class="definitions">
            {(["csv", "xlsx", "json", "geojson", "iati", "scdl", "360giving", "aides", "dcat"] as const).map((format) => (
              <div>
                <dt>{t.dynamic(`data.format.${format}`)}</dt>
                <dd>{t.dynamic(`data.format.${format}.text`)}</dd>
              </div>
            ))}
          </dl>
        </section>

        <section class="section" aria-labelledby="licence">
          <h2 id="licence">{t("data.licence")}</h2>
          <p>
            {t("data.licenceText")} {licence}.
          </p>
          <h3>{t("data.cite")}</h3>
          <blockquote>
            {t("data.citation", {
              publisher,
              title: plain(city.title, locale),
              date: day(catalogue.updatedAt, locale),
              url: `${baseUrl}${new URL(c.req.url).pathname}`,
              licence: plain(city.licence.name, locale),
            })}
          </blockquote>
          <h3>{t("data.attribution")}</h3>
          <p>{t("data.attributionText")}</p>
          <ul>
            {attributions.map((one) => (
              <li>
                <a href={one.url}>{one.name}</a> ({one.licence}){t("data.colon")} {t.dynamic(`data.attribution.${one.id}`)}
              </li>
            ))}
          </ul>
          <details>
            <summary>{t("data.sources", { count: catalogue.sources.length })}</summary>
            <ul>
              {catalogue.sources.map((source) => (
                <li>
                  {source.publisher}
                  {t("data.colon")}{" "}
                  {source.url ? (
                    <a href={source.url}>
                      <Text value={source.name} locale={locale} />
                    </a>
                  ) : (
                    <Text value={source.name} locale={locale} />
                  )}
                  {source.licence && ` (${source.licence})`}
                </li>
              ))}
            </ul>
          </details>
        </section>
      </div>
      <StructuredData things={[dataCatalog(c, catalogue), breadcrumb(c, [{ name: t("nav.data") }])]} />
    </PublicLayout>
  );
};
