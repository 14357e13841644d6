import type { FC } from "hono/jsx";
import { readSearchFilter } from "../../register/search/filter.ts";
import type { Piece } from "../../register/search/query.ts";
import { type Found, HITS_PER_KIND, HITS_PER_PAGE, type Hit, type SearchedKind, search } from "../../register/search/store.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { Empty } from "../../ui/empty.tsx";
import { PublicLayout } from "../../ui/layout.tsx";
import type { PageContext } from "../../ui/page.ts";
import { Pagination } from "../../ui/pagination.tsx";
import { href, hrefOfRecord } from "../../ui/paths.ts";
import { ReporterBadge } from "../register/parts/lists.tsx";

/** The search of the whole register: by kind, with the words found shown in place, and forgiving. */
export async function searchPage(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { q = "", kind, page } = readSearchFilter(c.req.queries());
  const found = await search(c.get("services").published, q, { kind, page }, locale);
  const address = (query: { kind?: SearchedKind | undefined; page?: number }) => href(locale, "search", { query: { q, ...query } });
  const count = kind ? (found.kinds.find((one) => one.kind === kind)?.count ?? 0) : found.total;
  return c.html(
    <PublicLayout c={c} meta={{ title: q ? t("portal.search.titleOf", { q }) : t("nav.search"), noindex: true }}>
      <Breadcrumb c={c} steps={[{ label: t("nav.search") }]} />
      <h1>{t("portal.search.title")}</h1>
      <form class="search-form" method="get" action={href(locale, "search")} role="search" aria-label={t("portal.search.form")}>
        <p class="field">
          <label for="q">{t("portal.search.label")}</label>
          <input id="q" type="search" name="q" value={q} maxlength={200} aria-describedby="q-hint" />
        </p>
        {kind && <input type="hidden" name="kind" value={kind} />}
        <button type="submit">{t("nav.search")}</button>
        <p id="q-hint" class="meta">
          {t("portal.search.hint")}
        </p>
      </form>
      {q === "" ? (
        <Start c={c} />
      ) : (
        <>
          <Corrections c={c} q={q} found={found} />
          {found.total > 0 && <Kinds c={c} found={found} kind={kind} address={address} />}
          {found.total === 0 ? (
            <Nothing c={c} q={q} />
          ) : (
            <>
              <p class="list-count">
                <strong>{t("common.results", { count })}</strong>
              </p>
              {kind ? (
                <Hits hits={found.hits} c={c} level={2} />
              ) : (
                found.kinds.map((one) => (
                  <Group
                    c={c}
                    kind={one.kind}
                    count={one.count}
                    hits={found.hits.filter((hit) => hit.kind === one.kind)}
                    more={address({ kind: one.kind })}
                  />
                ))
              )}
              {kind && found.hits.length === 0 && (
                <Empty title={t("portal.search.noneOfKind")}>
                  <p>
                    <a href={address({})}>{t("portal.search.allKinds")}</a>
                  </p>
                </Empty>
              )}
              {kind && (
                <Pagination c={c} page={page} pages={Math.ceil(count / HITS_PER_PAGE)} hrefOf={(one) => address({ kind, page: one })} />
              )}
            </>
          )}
        </>
      )}
    </PublicLayout>,
  );
}

/** What was looked for when what was typed is nowhere. */
const Corrections: FC<{ c: PageContext; q: string; found: Found }> = ({ c, q, found }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (found.total === 0 || !(found.corrected || found.partial)) return <></>;
  return (
    <div class="notice">
      {found.corrected && (
        <p>
          {t("portal.search.nothingFor", { q })} {t("portal.search.insteadFor")}{" "}
          <a href={href(locale, "search", { query: { q: found.corrected } })}>{found.corrected}</a>
        </p>
      )}
      {found.partial && <p>{t("portal.search.partial")}</p>}
    </div>
  );
};

/** The kinds found, with how many of each: a link to each alone. */
const Kinds: FC<{ c: PageContext; found: Found; kind: SearchedKind | undefined; address: (query: { kind?: SearchedKind }) => string }> = ({
  c,
  found,
  kind,
  address,
}) => {
  const t = c.get("t");
  return (
    <nav class="kinds" aria-label={t("portal.search.byKind")}>
      <ul>
        <li>
          <a href={address({})} aria-current={kind ? undefined : "page"}>
            {t("portal.search.all")} <span class="muted">{found.total}</span>
          </a>
        </li>
        {found.kinds.map((one) => (
          <li>
            <a href={address({ kind: one.kind })} aria-current={one.kind === kind ? "page" : undefined}>
              {t.dynamic(`kind.${one.kind}.many`)} <span class="muted">{one.count}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
};

const Group: FC<{ c: PageContext; kind: SearchedKind; count: number; hits: Hit[]; more: string }> = ({ c, kind, count, hits, more }) => {
  const t = c.get("t");
  return (
    <section class="section" aria-labelledby={`found-${kind}`}>
      <h2 id={`found-${kind}`}>
        {t.dynamic(`kind.${kind}.many`)} <span class="muted">{count}</span>
      </h2>
      <Hits c={c} hits={hits} level={3} />
      {count > HITS_PER_KIND && (
        <p>
          <a href={more}>{t("portal.search.more", { count, kind: t.dynamic(`kind.${kind}.many`) })}</a>
        </p>
      )}
    </section>
  );
};

const Hits: FC<{ c: PageContext; hits: Hit[]; level: 2 | 3 }> = ({ c, hits, level }) => {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <ol class="hits">
      {hits.map((hit) => (
        <li>
          <Heading>
            <a href={hrefOfRecord(c.get("locale"), hit.kind, hit.id)}>
              <Pieces pieces={hit.title} />
            </a>{" "}
            <ReporterBadge c={c} by={hit.reportedBy} />
          </Heading>
          <p>
            <Pieces pieces={hit.excerpt} />
          </p>
        </li>
      ))}
    </ol>
  );
};

const Pieces: FC<{ pieces: Piece[] }> = ({ pieces }) => <>{pieces.map(({ text, found }) => (found ? <mark>{text}</mark> : text))}</>;

/** Where to begin when nothing was asked. */
const Start: FC<{ c: PageContext }> = ({ c }) => (
  <section class="section" aria-labelledby="start">
    <h2 id="start">{c.get("t")("portal.search.start")}</h2>
    <Registers c={c} />
  </section>
);

const Nothing: FC<{ c: PageContext; q: string }> = ({ c, q }) => {
  const t = c.get("t");
  return (
    <Empty title={t("portal.search.nothingFor", { q })}>
      <ul>
        <li>{t("portal.search.tipShorter")}</li>
        <li>{t("portal.search.tipOther")}</li>
      </ul>
      <p>{t("portal.search.orBrowse")}</p>
      <Registers c={c} />
    </Empty>
  );
};

const Registers: FC<{ c: PageContext }> = ({ c }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const pages = ["partners", "projects", "programmes", "calls", "networks", "agreements", "figures", "awards", "organisations"] as const;
  return (
    <ul class="registers">
      {pages.map((page) => (
        <li>
          <a href={href(locale, page)}>{t.dynamic(`nav.${page}`)}</a>
        </li>
      ))}
    </ul>
  );
};
