import type { Child, FC } from "hono/jsx";
import type { Translator } from "../../platform/i18n/messages.ts";
import { showInstant } from "../../platform/instants.ts";
import { timeZone } from "../../platform/time-zone.ts";
import type { EditionBrief } from "../../register/edition/page-store.ts";
import { type Phase, phaseOf } from "../../register/edition/rules.ts";
import { money, share } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { type Countdown, timeLeft } from "./countdown.ts";

/** The phase of an edition, in words as well as colour. */
export const PhaseBadge: FC<{ phase: Phase; t: Translator }> = ({ phase, t }) => (
  <strong class={`badge phase-${phase}`}>{t(`calls.phase.${phase}`)}</strong>
);

/** An instant with its weekday, hour, zone and offset. */
export const When: FC<{ c: PageContext; at: string }> = ({ c, at }) => (
  <time datetime={at}>{showInstant(c.get("locale"), at, timeZone())}</time>
);

function leftText(t: Translator, phase: Phase, { unit, n }: Countdown): string {
  const key = phase === "announced" ? "opens" : "closes";
  return t(`calls.${key}.${unit}`, { n });
}

/** "Closes in 12 days": right when the page was made, which is made anew when it would no longer be. */
export const Left: FC<{ c: PageContext; edition: Parameters<typeof phaseOf>[0]; now: Date }> = ({ c, edition, now }) => {
  const left = timeLeft(edition, now);
  return left ? <strong class="time-left">{leftText(c.get("t"), phaseOf(edition, now), left)}</strong> : <></>;
};

type Money = Pick<EditionBrief, "minCents" | "maxCents" | "currency" | "citySharePercent"> & { strands: { maxCents: number | null }[] };

/** "from 10,000 € to 200,000 €, at most 50% of the cost". The largest ceiling: of the edition, else of its strands. */
export function amountText(c: PageContext, edition: Money): Child {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const ceilings = edition.strands.flatMap(({ maxCents }) => maxCents ?? []);
  const most = edition.maxCents ?? (ceilings.length > 0 ? Math.max(...ceilings) : null);
  const write = (cents: number) => money(cents, edition.currency, locale);
  const amount =
    most === null
      ? edition.minCents === null
        ? undefined
        : t("calls.amount.from", { min: write(edition.minCents) })
      : edition.minCents === null
        ? t("calls.amount.to", { max: write(most) })
        : t("calls.amount.between", { min: write(edition.minCents), max: write(most) });
  const part = edition.citySharePercent === null ? undefined : t("calls.amount.share", { share: share(edition.citySharePercent, locale) });
  return [amount, part].filter(Boolean).join(" · ") || undefined;
}

export function monthsText(c: PageContext, months: number | null): string | undefined {
  return months === null ? undefined : c.get("t")("calls.months", { n: months });
}
