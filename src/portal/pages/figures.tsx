import type { FC } from "hono/jsx";
import type { Localised } from "../../platform/localised.ts";
import type { Figure } from "../../register/figure/store.ts";
import { date, figureValue } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { href } from "../../ui/paths.ts";
import { DemoBadge } from "../../ui/status.tsx";
import { Text } from "../../ui/text.tsx";
import { precision } from "../register/parts/words.ts";

/**
 * Figures of the register beside each other: the value, what it counts, its date, and the way to its definition and
 * source. `inFull`: figures of one series, which differ by their perimeters.
 */
export const FigureRow: FC<{ c: PageContext; figures: Figure[]; title?: Localised | undefined; inFull?: boolean }> = ({
  c,
  figures,
  title,
  inFull = false,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (figures.length === 0) return <></>;
  return (
    <figure class="page-figures">
      {title && (
        <figcaption>
          <strong>
            <Text value={title} locale={locale} />
          </strong>
        </figcaption>
      )}
      <ul>
        {figures.map((figure) => (
          <li>
            <p class="figure-value">{figureValue(figure, locale)}</p>
            {!inFull && (
              <p>
                <Text value={figure.name} locale={locale} />
              </p>
            )}
            {inFull && (
              <p>
                <Text value={figure.perimeter} locale={locale} />
              </p>
            )}
            <p class="meta">
              {t("portal.figures.asOf", { date: date(figure.asOf, locale), precision: precision(figure.asOf) })}{" "}
              <a href={href(locale, "figure", { id: figure.id })}>
                {t("pages.definition")}
                <span class="visually-hidden">
                  {" "}
                  : <Text value={figure.name} locale={locale} />
                  {inFull && `, ${date(figure.asOf, locale)}`}
                </span>
              </a>{" "}
              <DemoBadge demo={figure.demo} t={t} />
            </p>
          </li>
        ))}
      </ul>
    </figure>
  );
};
