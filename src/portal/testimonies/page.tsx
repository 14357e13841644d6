import type { Handler, Hono, MiddlewareHandler } from "hono";
import type { FC } from "hono/jsx";
import { conventionsOf, languages } from "../../platform/i18n/languages.ts";
import { textIn } from "../../platform/localised.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { type HostedYear, hostedYears, type PublicTestimony, publicTestimonies } from "../../protected/testimony/public-store.ts";
import { Breadcrumb } from "../../ui/breadcrumb.tsx";
import { Empty } from "../../ui/empty.tsx";
import { count, date } from "../../ui/format.ts";
import { PublicLayout } from "../../ui/layout.tsx";
import type { PageContext } from "../../ui/page.ts";
import { href, route } from "../../ui/paths.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";

/** The words of people at risk, as long as they consent. For people, not for machines: no search engine, no feed, no data. */
export function testimonyPages(app: Hono<AppEnv>, cached: MiddlewareHandler<AppEnv>): void {
  for (const locale of languages) app.get(route(locale, "testimonies"), cached, testimonies);
}

const DAY_MS = 86_400_000;

const testimonies: Handler<AppEnv> = async (c) => {
  const { published } = c.get("services");
  const [{ testimonies: rows, until }, years] = await Promise.all([publicTestimonies(published), hostedYears(published)]);
  // A page kept in memory ends with the first consent that does: at the start of its last day, wherever the clocks are, it is made anew each time.
  if (until) c.set("goodUntil", new Date(Date.parse(until) - DAY_MS));
  return c.html(<Testimonies c={c} rows={rows} years={years} />);
};

const Testimonies: FC<{ c: PageContext; rows: PublicTestimony[]; years: HostedYear[] }> = ({ c, rows, years }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <PublicLayout c={c} meta={{ title: t("testimonies.title"), description: t("testimonies.lede"), noindex: true }}>
      <Breadcrumb c={c} steps={[{ label: t("testimonies.title") }]} />
      <div class="testimonies">
        <header>
          <h1>{t("testimonies.title")}</h1>
          <p class="lede">{t("testimonies.lede")}</p>
        </header>
        {rows.length === 0 ? (
          <Empty title={t("testimonies.none")}>
            <p>{t("testimonies.noneText")}</p>
          </Empty>
        ) : (
          <section aria-labelledby="words">
            <h2 id="words" class="visually-hidden">
              {t("testimonies.list")}
            </h2>
            {rows.map((one) => (
              <Testimony c={c} one={one} />
            ))}
          </section>
        )}
        <section class="testimonies-note" aria-labelledby="how">
          <h2 id="how">{t("testimonies.howTitle")}</h2>
          <p>{t("testimonies.how")}</p>
          <h2 id="withdraw">{t("testimonies.withdrawTitle")}</h2>
          <p>{t("testimonies.withdraw")}</p>
          <p>
            <a href={href(locale, "contact")}>{t("testimonies.contact")}</a>
          </p>
          <h2 id="hosted">{t("testimonies.hostedTitle")}</h2>
          <p>{t("testimonies.hosted")}</p>
          {years.length === 0 ? (
            <p class="muted">{t("testimonies.hostedNone")}</p>
          ) : (
            <Table
              caption={t("testimonies.hostedTitle")}
              hideCaption
              rows={years}
              columns={[
                { label: t("testimonies.year"), heading: true, cell: (row: HostedYear) => row.year },
                {
                  label: t("testimonies.residencies"),
                  numeric: true,
                  cell: (row) => (row.hosted === null ? t("testimonies.few") : count(row.hosted, locale)),
                },
              ]}
            />
          )}
        </section>
      </div>
    </PublicLayout>
  );
};

const Testimony: FC<{ c: PageContext; one: PublicTestimony }> = ({ c, one }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const words = textIn(one.body, locale);
  const told = one.language === words?.language ? undefined : languageName(one.language, locale);
  return (
    <article class="testimony">
      <blockquote lang={words && words.language !== locale ? words.language : undefined}>
        {(words?.text ?? "").split(/\n{2,}/).map((paragraph) => (
          <p>{paragraph}</p>
        ))}
      </blockquote>
      <p class="testimony-by">
        <strong>{one.signature}</strong>
        {one.country && `, ${plain(one.country, locale)}`} <DemoBadge demo={one.demo} t={t} />
      </p>
      <p class="meta">
        {t("testimonies.since", { day: date(one.publishedOn, locale) })}
        {told && ` · ${t("testimonies.told", { language: told })}`}
      </p>
    </article>
  );
};

/** "persan"; the code itself where it has no name. */
function languageName(code: string, locale: string): string {
  return new Intl.DisplayNames([conventionsOf(locale)], { type: "language" }).of(code) ?? code;
}
