import type { FC } from "hono/jsx";
import type { FigureWithSubject } from "../../register/figure/store.ts";
import { date, figureValue } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { Text } from "../../ui/text.tsx";

/** The figures put forward: value, what it counts, since when it is so, who says it. */
export const Figures: FC<{ c: PageContext; figures: FigureWithSubject[] }> = ({ c, figures }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (figures.length === 0) return <></>;
  return (
    <section class="home-section" aria-labelledby="home-figures">
      <div class="section-head">
        <h2 id="home-figures">{t("home.figures")}</h2>
        <p>
          <a href={href(locale, "figures")}>{t("home.allFigures")}</a>
        </p>
      </div>
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
    </section>
  );
};
