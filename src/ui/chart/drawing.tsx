import type { Child, FC, PropsWithChildren } from "hono/jsx";
import type { Locale } from "../../platform/i18n/languages.ts";
import type { ChartData, ChartSeries } from "./data.ts";
import { Patterns } from "./fills.tsx";

export interface DrawProps {
  /** Its own on the page: patterns and titles are found by it. */
  id: string;
  data: ChartData;
  locale: Locale;
  /** In pixels; drawings are made for a wide column and for a telephone, so that words stay legible in both. */
  width: number;
  title: string;
  /** What it shows, in a sentence or two, for who does not see it. */
  desc: string;
}
export type Draw = FC<DrawProps>;

export const WIDE = 720;
export const NARROW = 336;
export const isNarrow = ({ width }: { width: number }): boolean => width < 500;
/** The size of the words of drawings. */
export const TEXT = 13;

/** The frame of every drawing: it has a name and a description, and nothing in it takes the keyboard. */
export const Drawing: FC<
  PropsWithChildren<Pick<DrawProps, "id" | "title" | "desc" | "width"> & { height: number; series: readonly ChartSeries[]; class?: string }>
> = ({ id, title, desc, width, height, series, class: className, children }) => (
  <svg
    xmlns="http://www.w3.org/2000/svg"
    class={className ? `chart ${className}` : "chart"}
    viewBox={`0 0 ${width} ${Math.ceil(height)}`}
    role="img"
    aria-labelledby={`${id}-t ${id}-d`}
    focusable="false"
  >
    <title id={`${id}-t`}>{title}</title>
    <desc id={`${id}-d`}>{desc}</desc>
    <Patterns id={id} series={series} />
    {children as Child}
  </svg>
);

export const n = (value: number): string => String(Math.round(value * 10) / 10);
