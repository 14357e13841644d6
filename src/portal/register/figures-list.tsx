import { countRegister, figureSubjects, listFigures, readFigureFilter } from "../../register/figure/store.ts";
import type { PageContext } from "../../ui/page.ts";
import { plain } from "../../ui/text.tsx";
import { FigureSeries } from "./parts/figures.tsx";
import { ListPage } from "./parts/frame.tsx";
import { activeFilters } from "./parts/selection.ts";

/** The published figures, series by series: those that contradict each other stand side by side. */
export async function figuresList(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { published: db, city } = c.get("services");
  const filter = readFigureFilter(c.req.queries());
  const [figures, subjects, counts] = [await listFigures(db, filter), await figureSubjects(db), await countRegister(db)];
  const about = filter.about && (filter.about.kind === "city" ? "city" : `${filter.about.kind}.${filter.about.id}`);
  const options = subjects.map(({ kind, id, name, count }) => ({
    value: id ? `${kind}.${id}` : "city",
    label: id ? `${t.dynamic(`kind.${kind}`)} : ${plain(name ?? {}, locale)}` : plain(city.name, locale),
    count,
  }));
  const query = about ? { about } : {};
  return c.html(
    <ListPage
      c={c} page="figures" title={t("nav.figures")} intro={t("portal.figures.intro")} query={query} total={figures.length}
      empty={{ title: t("portal.figures.empty"), text: t("portal.list.emptyText") }}
      active={activeFilters(locale, "figures", query, (_, value) => options.find((option) => option.value === value)?.label ?? value)}
      fields={[{ type: "select", name: "about", label: t("portal.figures.about"), value: about, empty: t("portal.figures.allSubjects"), options: options.sort((a, b) => Number(b.value === "city") - Number(a.value === "city") || a.label.localeCompare(b.label, locale)) }]}
    >
      <FigureSeries c={c} figures={figures} counts={counts} level={2} />
    </ListPage>,
  );
}
