import type { FC } from "hono/jsx";
import { stages } from "../../register/edition/fields.ts";
import type { Edition } from "../../register/edition/rules.ts";
import { money, share } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { plain, Text } from "../../ui/text.tsx";

/** The documents asked for, by the moment at which they are. */
export const Documents: FC<{ c: PageContext; edition: Edition }> = ({ c, edition }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <>
      {stages.map((stage) => {
        const asked = edition.requirements.filter((requirement) => requirement.stage === stage);
        if (asked.length === 0) return <></>;
        return (
          <>
            <h3>{t(`calls.stage.${stage}`)}</h3>
            <ul>
              {asked.map((one) => {
                const notes = [
                  !one.required && t("calls.optional"),
                  one.aboveCents !== null && t("calls.above", { amount: money(one.aboveCents, edition.currency, locale) }),
                  one.canFollow && t("calls.canFollow"),
                ].filter(Boolean);
                return (
                  <li>
                    <Text value={one.name} locale={locale} />
                    {notes.length > 0 && <span class="meta"> ({notes.join(", ")})</span>}
                    {plain(one.help, locale) && (
                      <span class="definition">
                        <br />
                        <Text value={one.help} locale={locale} />
                      </span>
                    )}
                  </li>
                );
              })}
            </ul>
          </>
        );
      })}
    </>
  );
};

/** How a grant is paid: each part of it, after what, in which year. */
export const Payments: FC<{ c: PageContext; edition: Edition }> = ({ c, edition }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (edition.tranches.length === 0) return <></>;
  return (
    <>
      <h3>{t("field.edition.tranches")}</h3>
      <ul>
        {edition.tranches.map(({ percentage, condition, yearOffset }) => (
          <li>
            {t("calls.payment", {
              share: share(percentage, locale),
              condition: t.dynamic(`choice.edition.tranches.condition.${condition}`),
              years: yearOffset,
            })}
          </li>
        ))}
      </ul>
    </>
  );
};

/** The reports that a grant asks for, and when. */
export const Reports: FC<{ c: PageContext; edition: Edition }> = ({ c, edition }) => {
  const t = c.get("t");
  if (edition.reports.length === 0) return <></>;
  return (
    <>
      <h3>{t("field.reports")}</h3>
      <ul>
        {edition.reports.map(({ type, months, after }) => (
          <li>
            {t("calls.report", {
              type: t.dynamic(`choice.edition.reports.type.${type}`),
              months,
              after: t.dynamic(`choice.edition.reports.after.${after}`),
            })}
          </li>
        ))}
      </ul>
    </>
  );
};

/** What the results are measured by. */
export const Indicators: FC<{ c: PageContext; edition: Edition }> = ({ c, edition }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  if (edition.indicators.length === 0) return <></>;
  return (
    <>
      <h3>{t("field.indicators")}</h3>
      <ul>
        {edition.indicators.map(({ name, unit, definition, required }) => (
          <li>
            <Text value={name} locale={locale} />
            {plain(unit, locale) && (
              <span class="meta">
                {" "}
                (<Text value={unit} locale={locale} />)
              </span>
            )}
            {!required && <span class="meta"> · {t("calls.ifRelevant")}</span>}
            {plain(definition, locale) && (
              <span class="definition">
                <br />
                <Text value={definition} locale={locale} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
};
