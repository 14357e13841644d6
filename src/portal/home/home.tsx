import type { FC } from "hono/jsx";
import type { EditionBrief } from "../../register/edition/page-store.ts";
import type { FigureWithSubject } from "../../register/figure/store.ts";
import type { Change, Totals } from "../../register/home/store.ts";
import type { MapContent } from "../../register/map/points.ts";
import type { PageBrief } from "../../register/page/store.ts";
import { PublicLayout } from "../../ui/layout.tsx";
import { listOfGroup, marksOf } from "../../ui/map-marks.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import { MapLegend, type MapRegion, WorldMap } from "../../ui/world-map.tsx";
import { callsFeed } from "../calls/feed.ts";
import type { Drawn } from "../map/drawn.ts";
import { StructuredData } from "../structured/graph.tsx";
import { cityOrganisation } from "../structured/parts.ts";
import { OpenCalls } from "./calls.tsx";
import { Changes } from "./changes.tsx";
import { Figures } from "./figures.tsx";
import { Numbers } from "./numbers.tsx";
import { Pages } from "./pages.tsx";

interface Props {
  c: PageContext;
  counts: Totals;
  /** Of the grants, all years together. */
  sums: { cents: number; currency: string }[];
  changes: Change[];
  figures: FigureWithSubject[];
  maps: Record<MapRegion, Drawn> & { content: MapContent };
  /** The calls open now, those that close first at the head. */
  open: EditionBrief[];
  /** Of the editorial pages, a few. */
  pages: PageBrief[];
}

/** The front page: what this is, where the city acts, how much that is, what is new, and the ways in. */
export const Home: FC<Props> = ({ c, counts, sums, changes, figures, maps, open, pages }) => {
  const { city } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <PublicLayout c={c} meta={{ title: plain(city.title, locale), description: plain(city.tagline, locale), feeds: [callsFeed(c)] }}>
      <p class="tagline">{plain(city.tagline, locale)}</p>

      <section aria-labelledby="home-map">
        <h2 id="home-map" class="visually-hidden">
          {t("home.map")}
        </h2>
        <PlacesMap c={c} maps={maps} region="world" label={t("home.mapLabel")} />
        <p class="meta map-scrolls">{t("home.mapScrolls")}</p>
        <div class="map-foot">
          <MapLegend
            entries={[
              { kind: "city", label: plain(city.name, locale) },
              { kind: "agreement", label: t("map.layer.agreements") },
              { kind: "project", label: t("map.layer.projects") },
              { kind: "project", hollow: true, label: t("map.hollow") },
            ]}
          />
          <p>
            <a href={href(locale, "map")}>{t("home.openMap")}</a>
          </p>
        </div>
      </section>

      <OpenCalls c={c} editions={open} />

      <Numbers c={c} counts={counts} sums={sums} />

      <div class="home-spread">
        <section aria-labelledby="home-europe">
          <h2 id="home-europe">{t("home.europe")}</h2>
          <PlacesMap c={c} maps={maps} region="europe" label={t("home.europeLabel")} />
          <p class="meta map-scrolls">{t("home.mapScrolls")}</p>
        </section>
        <Changes c={c} changes={changes} />
      </div>

      <Pages c={c} pages={pages} />
      <Figures c={c} figures={figures} />
      <Ways c={c} />
      <StructuredData things={[site(c)]} />
    </PublicLayout>
  );
};

/** The site and its search, for search engines. */
function site(c: PageContext) {
  const { city, baseUrl } = c.get("services");
  const locale = c.get("locale");
  return {
    "@type": "WebSite",
    name: plain(city.title, locale),
    url: baseUrl + href(locale, "home"),
    inLanguage: locale,
    publisher: cityOrganisation(c),
    potentialAction: {
      "@type": "SearchAction",
      target: { "@type": "EntryPoint", urlTemplate: `${baseUrl}${href(locale, "search")}?q={words}` },
      "query-input": "required name=words",
    },
  };
}

const PlacesMap: FC<{ c: PageContext; maps: Props["maps"]; region: MapRegion; label: string }> = ({ c, maps, region, label }) => {
  const { city } = c.get("services");
  const locale = c.get("locale");
  const home = { kind: "city" as const, latitude: city.latitude, longitude: city.longitude, label: plain(city.name, locale) };
  return (
    <WorldMap
      marks={[home, ...marksOf(maps[region].groups, maps.content.countryOf, locale, (group) => listOfGroup(locale, group))]}
      label={label}
      region={region}
    />
  );
};

const Ways: FC<{ c: PageContext }> = ({ c }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const licence = plain(c.get("services").city.licence.name, locale);
  return (
    <section class="home-section" aria-labelledby="home-ways">
      <h2 id="home-ways">{t("home.ways")}</h2>
      <ul class="ways">
        {(["partners", "projects", "programmes", "networks", "awards", "data"] as const).map((page) => (
          <li>
            <h3>
              <a href={href(locale, page)}>{t.dynamic(`nav.${page}`)}</a>
            </h3>
            <p>{t.dynamic(`home.way.${page}`, { licence })}</p>
          </li>
        ))}
      </ul>
    </section>
  );
};
