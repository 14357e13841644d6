import type { FC } from "hono/jsx";
import { type MapFilter, type MapQuery, writeMapFilter } from "../../register/map/filters.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import { sizeOf } from "../../ui/world-map.tsx";

/** The map's address without the table's page and order, which are no part of a map. */
export function sharedQuery(filter: MapFilter): MapQuery {
  return writeMapFilter({ ...filter, sort: "name", projects: { ...filter.projects, page: 1 } });
}

// Under the map: its title and where it comes from.
const FOOT = 70;

/** The map to pass on: its address, and the code that puts it on another site's page. */
export const Share: FC<{ c: PageContext; filter: MapFilter }> = ({ c, filter }) => {
  const { baseUrl, city } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const query = sharedQuery(filter);
  const address = baseUrl + href(locale, "map", { query });
  const { width, height } = sizeOf(filter.region);
  const title = `${t("map.title")}, ${plain(city.title, locale)}`;
  const frame = `<iframe src="${attribute(baseUrl + href(locale, "mapEmbed", { query }))}" title="${attribute(title)}" width="${width}" height="${Math.round(height) + FOOT}" loading="lazy"></iframe>`;
  return (
    <section class="section share" aria-labelledby="share-title">
      <h2 id="share-title">{t("map.share")}</h2>
      <p>
        <a id="share-link" href={address}>
          {t("map.shareLink")}
        </a>
      </p>
      <p class="field">
        <label for="share-address">{t("map.address")}</label>
        <input id="share-address" type="text" readonly value={address} />
      </p>
      <p class="field">
        <label for="share-embed">{t("map.embed")}</label>
        <textarea id="share-embed" rows={3} readonly>
          {frame}
        </textarea>
      </p>
    </section>
  );
};

const attribute = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
