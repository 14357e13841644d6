import type { FC } from "hono/jsx";
import type { FigureWithSubject } from "../../register/figure/store.ts";
import type { Change, Totals } from "../../register/home/store.ts";
import type { MapPoint } from "../../register/map/points.ts";
import { count, date, day, figureValue, money } from "../../ui/format.ts";
import { PublicLayout } from "../../ui/layout.tsx";
import { listOfGroup, marksOf } from "../../ui/map-marks.ts";
import type { PageContext } from "../../ui/page.ts";
import { href, hrefOfRecord, type PageName } from "../../ui/paths.ts";
import { plain, Text } from "../../ui/text.tsx";
import { MapLegend, WorldMap } from "../../ui/world-map.tsx";

interface Props {
  c: PageContext;
  counts: Totals;
  changes: Change[];
  figures: FigureWithSubject[];
  points: MapPoint[];
}

export const Home: FC<Props> = ({ c, counts, changes, figures, points }) => {
  const { city } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const title = plain(city.title, locale);
  const home = { kind: "city" as const, latitude: city.latitude, longitude: city.longitude, label: plain(city.name, locale) };
  const numbers: [PageName, keyof Totals][] = [
    ["partners", "partners"],
    ["agreements", "agreements"],
    ["projects", "projects"],
    ["map", "countries"],
    ["networks", "networks"],
    ["awards", "awards"],
  ];
  return (
    <PublicLayout c={c} meta={{ title, description: plain(city.tagline, locale), updatedAt: changes[0]?.at ?? null }}>
      <h1 class="visually-hidden">{title}</h1>
      <p class="lede">{plain(city.tagline, locale)}</p>

      <section aria-labelledby="home-map">
        <h2 id="home-map" class="visually-hidden">
          {t("home.map")}
        </h2>
        <WorldMap marks={[home, ...marksOf(points, locale, "world", (group) => listOfGroup(locale, group))]} label={t("home.mapLabel")} />
        <div class="map-foot">
          <MapLegend
            entries={[
              { kind: "city", label: plain(city.name, locale) },
              { kind: "agreement", label: t("map.layer.agreements") },
              { kind: "project", label: t("map.layer.projects") },
            ]}
          />
          <p>
            <a href={href(locale, "map")}>{t("home.openMap")}</a>
          </p>
        </div>
      </section>

      <dl class="numbers" aria-label={t("home.numbers")}>
        {numbers.map(([page, name]) => (
          <div>
            <dt>
              <a href={href(locale, page)}>{t.dynamic(`home.count.${name}`, { count: counts[name] })}</a>
            </dt>
            <dd class="numeral">{count(counts[name], locale)}</dd>
          </div>
        ))}
      </dl>
      <p class="meta">{t("home.numbersNote", { amount: money(counts.awardedCents, "EUR", locale) })}</p>

      <div class="columns">
        <section aria-labelledby="home-figures">
          <h2 id="home-figures">{t("home.figures")}</h2>
          <p class="meta">{t("home.figuresNote")}</p>
          <ul class="figures">
            {figures.map((figure) => (
              <li>
                <p class="figure-value">{figureValue(figure, locale)}</p>
                <p>
                  <a href={href(locale, "figure", { id: figure.id })}>
                    <Text value={figure.name} locale={locale} />
                  </a>
                </p>
                <p class="meta">
                  {t("home.asOf", { date: date(figure.asOf, locale) })}
                  {figure.source && (
                    <>
                      {" · "}
                      <Text value={figure.source.name} locale={locale} />
                    </>
                  )}
                </p>
              </li>
            ))}
          </ul>
          <p>
            <a href={href(locale, "figures")}>{t("home.allFigures")}</a>
          </p>
        </section>

        <section aria-labelledby="home-changes">
          <h2 id="home-changes">{t("home.changes")}</h2>
          <ul class="changes">
            {changes.map((change) => (
              <li>
                <span class="meta">
                  {t.dynamic(`kind.${change.kind}`)} · <time datetime={change.at.toISOString()}>{day(change.at, locale)}</time>
                </span>
                <a href={hrefOfRecord(locale, change.kind, change.id)}>
                  <Text value={change.name} locale={locale} />
                </a>
              </li>
            ))}
          </ul>
        </section>
      </div>

      <section class="section" aria-labelledby="home-ways">
        <h2 id="home-ways">{t("home.ways")}</h2>
        <ul class="ways">
          {(["partners", "projects", "programmes", "networks", "awards", "data"] as const).map((page) => (
            <li>
              <h3>
                <a href={href(locale, page)}>{t.dynamic(`nav.${page}`)}</a>
              </h3>
              <p>{t.dynamic(`home.way.${page}`)}</p>
            </li>
          ))}
        </ul>
      </section>
    </PublicLayout>
  );
};
