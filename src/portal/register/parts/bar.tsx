import type { FC } from "hono/jsx";

/** A bar beside a number that says it: decoration for the eye, silent for a screen reader. `part` from 0 to 1. */
export const Bar: FC<{ part: number }> = ({ part }) => (
  <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <rect class="bar-track" width="100" height="10" />
    <rect class="bar-value" width={(Math.max(0, Math.min(1, part)) * 100).toFixed(2)} height="10" />
  </svg>
);
