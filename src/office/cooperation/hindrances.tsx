import type { FC } from "hono/jsx";
import type { Hindrance, Span } from "../../register/expert/availability.ts";
import { count, date } from "../../ui/format.ts";
import { Text } from "../../ui/text.tsx";
import { officeHref } from "../addresses.ts";
import type { OfficeContext } from "../env.ts";

/** Why someone is not free, each reason with its dates. */
export const Hindrances: FC<{ c: OfficeContext; hindrances: Hindrance[] }> = ({ c, hindrances }) => (
  <ul class="plain">
    {hindrances.map((one) => (
      <li>
        <Reason c={c} of={one} />
      </li>
    ))}
  </ul>
);

const Reason: FC<{ c: OfficeContext; of: Hindrance }> = ({ c, of }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const between = ({ from, to }: Span) =>
    from === to ? date(from, locale) : t("portal.period.between", { from: date(from, locale), to: date(to, locale) });
  switch (of.type) {
    case "absent":
      return (
        <>
          {t("cooperation.hindrance.absent", { dates: between(of.span) })}
          {of.note && <span class="meta"> ({of.note})</span>}
        </>
      );
    case "mission":
      return (
        <>
          {t("cooperation.hindrance.mission", { dates: between(of.span) })}{" "}
          <a href={officeHref("mission", of.mission.id)}>
            <Text value={of.mission.name} locale={locale} />
          </a>
        </>
      );
    case "not_yet":
      return <>{t("cooperation.hindrance.notYet", { date: date(of.on, locale) })}</>;
    case "days":
      return (
        <>
          {t("cooperation.hindrance.days", {
            year: String(of.year),
            left: count(Math.max(0, of.left), locale),
            wanted: count(of.wanted, locale),
          })}
        </>
      );
  }
};
