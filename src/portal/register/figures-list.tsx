import { countedFor } from "../../register/figure/counted-store.ts";
import { groupBySeries } from "../../register/figure/series.ts";
import { figureSubjects, listFigures, readFigureFilter } from "../../register/figure/store.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { plain } from "../../ui/text.tsx";
import { OneSeries } from "./parts/figures.tsx";
import { ListPage, Section } from "./parts/frame.tsx";
import { activeFilters } from "./parts/selection.ts";

/** The published figures, series by series: those that contradict each other stand side by side. */
export async function figuresList(c: PageContext) {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { published: db, city } = c.get("services");
  const filter = readFigureFilter(c.req.queries());
  const [figures, subjects] = [await listFigures(db, filter), await figureSubjects(db)];
  const counts = await countedFor(db, figures);
  const series = groupBySeries(figures);
  const compared = (one: (typeof series)[number]) => one.figures.length > 1 || one.figures.some((figure) => figure.counter);
  const [several, alone] = [series.filter(compared), series.filter((one) => !compared(one))];
  const about = filter.about && (filter.about.kind === "city" ? "city" : `${filter.about.kind}.${filter.about.id}`);
  const options = subjects.map(({ kind, id, name, count }) => ({
    value: id ? `${kind}.${id}` : "city",
    label: id ? `${t.dynamic(`kind.${kind}`)}${t("common.colon")} ${plain(name ?? {}, locale)}` : plain(city.name, locale),
    count,
  }));
  const query = about ? { about } : {};
  return c.html(
    <ListPage
      c={c}
      page="figures"
      title={t("nav.figures")}
      intro={t("portal.figures.intro")}
      query={query}
      total={figures.length}
      empty={{ title: t("portal.figures.empty"), text: t("portal.list.emptyText") }}
      active={activeFilters(locale, "figures", query, (_, value) => options.find((option) => option.value === value)?.label ?? value)}
      fields={[
        {
          type: "select",
          name: "about",
          label: t("portal.figures.about"),
          value: about,
          empty: t("portal.figures.allSubjects"),
          options: options.sort(
            (a, b) => Number(b.value === "city") - Number(a.value === "city") || a.label.localeCompare(b.label, locale),
          ),
        },
      ]}
    >
      <Section id="several" title={t("portal.figures.several")} when={several.length > 0}>
        {several.map((one) => (
          <OneSeries c={c} series={one} counts={counts} />
        ))}
      </Section>
      <Section id="others" title={t("portal.figures.alone")} when={alone.length > 0}>
        <div class="figure-columns">
          {alone.map((one) => (
            <OneSeries c={c} series={one} counts={counts} />
          ))}
        </div>
      </Section>
      <p>
        <a href={href(locale, "counters")}>{t("nav.counters")}</a> · <a href={href(locale, "money")}>{t("nav.money")}</a> ·{" "}
        <a href={href(locale, "delays")}>{t("delays.link")}</a>
      </p>
    </ListPage>,
  );
}
