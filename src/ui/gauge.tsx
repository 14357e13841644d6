import type { FC } from "hono/jsx";
import type { Locale } from "../platform/i18n/languages.ts";
import { money, share } from "./format.ts";

export interface GaugePart {
  label: string;
  cents: number;
  /** One of the fills of gauge.css. */
  tone: "held" | "voted" | "committed" | "paid";
}

/** What is held against a limit, part by part: a bar for the eye, a list for everyone. Amounts in cents. */
export const Gauge: FC<{
  parts: readonly GaugePart[];
  limitCents: number;
  limitLabel: string;
  freeLabel: string;
  currency: string;
  locale: Locale;
}> = ({ parts, limitCents, limitLabel, freeLabel, currency, locale }) => {
  const used = parts.reduce((sum, { cents }) => sum + cents, 0);
  const whole = Math.max(limitCents, used, 1);
  let x = 0;
  return (
    <div class="gauge">
      <svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect class="gauge-free" width="1000" height="12" />
        {parts.map(({ cents, tone }) => {
          const width = (cents / whole) * 1000;
          const at = x;
          x += width;
          return <rect class={`gauge-${tone}`} x={at.toFixed(2)} width={width.toFixed(2)} height="12" />;
        })}
      </svg>
      <ul>
        {parts.map(({ label, cents, tone }) => (
          <li class={`gauge-key-${tone}`}>
            {label} <strong>{money(cents, currency, locale)}</strong>
            {limitCents > 0 && cents > 0 && <span class="muted"> ({share(Math.round((cents / limitCents) * 1_000) / 10, locale)})</span>}
          </li>
        ))}
        <li class="gauge-key-free">
          {freeLabel} <strong>{money(limitCents - used, currency, locale)}</strong>
        </li>
        <li>
          {limitLabel} <strong>{money(limitCents, currency, locale)}</strong>
        </li>
      </ul>
    </div>
  );
};
