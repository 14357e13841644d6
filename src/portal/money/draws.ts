import type { Draw } from "../../ui/chart/drawing.tsx";
import { Multiples } from "../../ui/chart/multiples.tsx";
import { Paired } from "../../ui/chart/paired.tsx";
import { Ranked } from "../../ui/chart/ranked.tsx";
import { Share } from "../../ui/chart/share.tsx";
import { Stack } from "../../ui/chart/stack.tsx";
import type { ChartName } from "./charts.ts";

/** How each table is drawn. */
export const draws: Record<ChartName, Draw> = {
  years: Stack,
  totals: Multiples,
  countries: Ranked,
  sources: Share,
  themes: Multiples,
  programmes: Ranked,
  planned: Paired,
};
