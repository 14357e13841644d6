import type { FC } from "hono/jsx";
import type { MapFilter } from "../../register/map/filters.ts";
import type { MapContent } from "../../register/map/points.ts";
import { Html } from "../../ui/layout.tsx";
import { listOfGroup, marksOf } from "../../ui/map-marks.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import { WorldMap } from "../../ui/world-map.tsx";
import type { Drawn } from "./drawn.ts";
import { sharedQuery } from "./share.tsx";

/** The map alone, for the page of another site. Its links open the site itself. */
export const EmbeddedMap: FC<{ c: PageContext; filter: MapFilter; content: MapContent; drawn: Drawn }> = ({
  c,
  filter,
  content,
  drawn,
}) => {
  const { city } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const title = plain(city.title, locale);
  return (
    <Html c={c} meta={{ title: t("map.title"), noindex: true }} siteTitle={title} bodyClass="embedded" linkTarget="_top">
      <main id="content">
        <h1 class="visually-hidden">
          {t("map.title")}, {title}
        </h1>
        <WorldMap
          marks={marksOf(drawn.groups, content.countryOf, locale, (group) => listOfGroup(locale, group))}
          label={t("map.label", { count: drawn.inside })}
          region={filter.region}
        />
        <p class="meta">
          <a href={href(locale, "map", { query: sharedQuery(filter) })}>{t("map.embedTitle", { site: title })}</a> · {t("map.attribution")}
        </p>
      </main>
    </Html>
  );
};
