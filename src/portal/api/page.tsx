import type { FC } from "hono/jsx";
import { languages } from "../../platform/i18n/languages.ts";
import { limitsText } from "../../publishing/api/openapi.ts";
import { statusOfProblem } from "../../publishing/api/problem.ts";
import { statusOfRefusal } from "../../publishing/api/write/problem.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { PublicLayout } from "../../ui/layout.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { type Column, Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import { OperationShown, Parameters } from "./operation.tsx";
import { type Reference, shared } from "./read.ts";

/** Where the page stands in a language. */
export const hrefOfApi = (locale: string) => `/api?lang=${locale}`;

/** The reference of the API, made from its document. */
export const ApiPage: FC<{ c: PageContext; reference: Reference }> = ({ c, reference: { document, operations } }) => {
  const { city, baseUrl, config } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const name = plain(city.name, locale);
  const tags = document.tags as { name: string; description: string }[];
  const common = operations.find(({ id }) => id === "listProjects")!.params.filter((param) => shared.includes(param.name));
  const anchors = ["start", "formats", "cache", "limits", "errors", "versions", "licence"] as const;
  return (
    <PublicLayout
      c={c}
      meta={{
        title: t("api.title", { city: name }),
        description: t("api.lede"),
        alternates: Object.fromEntries(languages.map((one) => [one, hrefOfApi(one)])),
      }}
    >
      <Breadcrumb c={c} steps={[{ label: t("nav.data"), href: href(locale, "data") }, { label: t("api.nav") }]} />
      <div class="data-page api-page">
        <h1>{t("api.title", { city: name })}</h1>
        <p class="lede">{t("api.lede")}</p>
        <p>{t("api.same")}</p>
        <p>
          {t("api.document")} <a href={`/api/openapi.json?lang=${locale}`}>/api/openapi.json</a>
        </p>
        <nav class="api-contents" aria-label={t("api.contents")}>
          <ul>
            {anchors.map((one) => (
              <li>
                <a href={`#${one}`}>{t.dynamic(`api.${one}`)}</a>
              </li>
            ))}
            {tags.map((tag) => (
              <li>
                <a href={`#${tag.name}`}>{tag.description}</a>
              </li>
            ))}
          </ul>
        </nav>

        <section class="section" aria-labelledby="start">
          <h2 id="start">{t("api.start")}</h2>
          <p>{t("api.start.text")}</p>
          <Example text={t("api.start.page")} address="/api/v1/projects?country=SN&sort=-recent" base={baseUrl} />
          <Example text={t("api.start.stream")} address="/api/v1/projects?format=ndjson" base={baseUrl} />
          <Example text={t("api.start.table")} address="/api/v1/awards?year=2022&format=csv" base={baseUrl} />
          <Example text={t("api.start.money")} address="/api/v1/money?by=country" base={baseUrl} />
          <Example text={t("api.start.mirror")} address="/api/v1/changes?limit=5" base={baseUrl} />
        </section>
        <section class="section" aria-labelledby="formats">
          <h2 id="formats">{t("api.formats")}</h2>
          <p>{t("api.formats.text")}</p>
          <Parameters c={c} caption={t("api.formats")} params={common} />
        </section>
        <section class="section" aria-labelledby="cache">
          <h2 id="cache">{t("api.cache")}</h2>
          <p>{t("api.cache.text")}</p>
          <pre class="api-code">
            <code>{`curl -i -H 'If-None-Match: "…"' "${baseUrl}/api/v1/projects"`}</code>
          </pre>
        </section>
        <section class="section" aria-labelledby="limits">
          <h2 id="limits">{t("api.limits")}</h2>
          <p>{limitsText(t, config.apiRate)}</p>
        </section>
        <section class="section" aria-labelledby="errors">
          <h2 id="errors">{t("api.errors")}</h2>
          <p>{t("api.errors.text")}</p>
          <Problems c={c} />
        </section>
        <section class="section" aria-labelledby="versions">
          <h2 id="versions">{t("api.versions")}</h2>
          <p>{t("api.versions.text")}</p>
        </section>
        <section class="section" aria-labelledby="licence">
          <h2 id="licence">{t("api.licence")}</h2>
          <p>
            {t("api.licence.text")}{" "}
            <a href={city.licence.url} rel="license">
              {plain(city.licence.name, locale)}
            </a>
            .
          </p>
        </section>

        <section class="section" aria-labelledby="operations">
          <h2 id="operations">{t("api.operations")}</h2>
          {tags.map((tag) => (
            <section aria-labelledby={tag.name}>
              <h3 id={tag.name}>{tag.description}</h3>
              {operations
                .filter((one) => one.tag === tag.name)
                .map((one) => (
                  <OperationShown c={c} of={one} document={document} />
                ))}
            </section>
          ))}
        </section>
      </div>
    </PublicLayout>
  );
};

const Example: FC<{ text: string; address: string; base: string }> = ({ text, address, base }) => (
  <>
    <p>
      <a href={address}>{text}</a>
    </p>
    <pre class="api-code">
      <code>{`curl "${base}${address}"`}</code>
    </pre>
  </>
);

const Problems: FC<{ c: PageContext }> = ({ c }) => {
  const t = c.get("t");
  const columns: Column<[string, number]>[] = [
    { label: t("api.errors.status"), cell: ([code, status]) => <span id={code}>{status}</span> },
    { label: t("data.column.name"), heading: true, cell: ([code]) => <code>{code}</code> },
    { label: t("api.errors.meaning"), cell: ([code]) => t.dynamic(`api.problem.${code}.title`) },
  ];
  return (
    <Table caption={t("api.errors")} hideCaption columns={columns} rows={Object.entries({ ...statusOfProblem, ...statusOfRefusal })} />
  );
};
