import type { ChartData } from "../../ui/chart/data.ts";
import { type Draw, NARROW } from "../../ui/chart/drawing.tsx";
import { ChartFigure, ChartTable } from "../../ui/chart/figure.tsx";
import { Key } from "../../ui/chart/fills.tsx";
import { Dots, Lines } from "../../ui/chart/lines.tsx";
import { Multiples } from "../../ui/chart/multiples.tsx";
import { Paired } from "../../ui/chart/paired.tsx";
import { Ranked } from "../../ui/chart/ranked.tsx";
import { Share } from "../../ui/chart/share.tsx";
import { Stack } from "../../ui/chart/stack.tsx";
import { Gauge } from "../../ui/gauge.tsx";
import { MapLegend, type MarkKind, WorldMap } from "../../ui/world-map.tsx";
import type { OfficeContext } from "../env.ts";
import { HERE, type Piece } from "./piece.ts";

/** Two series of three years; the last payment is not known, which is not zero. */
function example(c: OfficeContext, most = 2): ChartData {
  const t = c.get("t");
  const series = [
    { key: "voted", label: t("style.example.voted") },
    { key: "paid", label: t("style.example.paid") },
  ];
  const rows = [
    { key: "2024", label: "2024", values: [12_000_000, 9_000_000] },
    { key: "2025", label: "2025", values: [18_000_000, 15_500_000] },
    { key: "2026", label: "2026", values: [22_000_000, null] },
  ];
  return {
    rowLabel: t("style.example.year"),
    unit: "cents",
    currency: "EUR",
    series: series.slice(0, most),
    rows: rows.map((row) => ({ ...row, values: row.values.slice(0, most) })),
  };
}

const drawing = (name: string, file: string, Drawn: Draw, series: number): Piece => ({
  name,
  from: `src/ui/chart/${file}.tsx`,
  show: (c) => (
    <div class="guide-drawing">
      <Drawn
        id={`guide-${name}`}
        data={example(c, series)}
        locale={c.get("locale")}
        width={NARROW}
        title={name}
        desc={c.get("t")("style.example.desc")}
      />
    </div>
  ),
});

/** Money against its limit, and numbers drawn. */
export const numberPieces: Piece[] = [
  {
    name: "Gauge",
    from: "src/ui/gauge.tsx",
    show: (c) => {
      const t = c.get("t");
      return (
        <Gauge
          parts={[
            { label: t("style.example.voted"), cents: 18_000_000, tone: "voted" },
            { label: t("style.example.paid"), cents: 9_000_000, tone: "paid" },
          ]}
          limitCents={50_000_000}
          limitLabel={t("style.example.limit")}
          freeLabel={t("style.example.free")}
          currency="EUR"
          locale={c.get("locale")}
        />
      );
    },
  },
  {
    name: "ChartFigure",
    from: "src/ui/chart/figure.tsx",
    show: (c) => {
      const t = c.get("t");
      const title = `${t("style.example.voted")}, ${t("style.example.paid")}`;
      return (
        <ChartFigure
          c={c as never}
          id="guide-chart"
          Drawn={Stack}
          data={example(c)}
          title={title}
          desc={t("style.example.desc")}
          notes={[t("style.example.note")]}
          keyed
          heading="h3"
        />
      );
    },
  },
  {
    name: "ChartTable",
    from: "src/ui/chart/figure.tsx",
    show: (c) => <ChartTable c={c as never} data={example(c)} caption={c.get("t")("style.use.ChartTable")} />,
  },
  drawing("Lines", "lines", Lines, 1),
  drawing("Dots", "lines", Dots, 1),
  drawing("Stack", "stack", Stack, 2),
  drawing("Ranked", "ranked", Ranked, 1),
  drawing("Share", "share", Share, 1),
  drawing("Paired", "paired", Paired, 2),
  drawing("Multiples", "multiples", Multiples, 2),
  { name: "Key", from: "src/ui/chart/fills.tsx", show: (c) => <Key id="guide-key" series={example(c).series} /> },
];

const kinds: MarkKind[] = ["city", "agreement", "partner", "project", "network", "occasion"];

/** Where the city acts. */
export const mapPieces: Piece[] = [
  {
    name: "WorldMap",
    from: "src/ui/world-map.tsx",
    show: (c) => {
      const label = c.get("t")("style.example.country");
      const at = { label, href: HERE };
      return (
        <WorldMap
          label={c.get("t")("style.group.map")}
          marks={[
            { ...at, kind: "city", latitude: 48.86, longitude: 2.35 },
            { ...at, kind: "project", latitude: 15, longitude: -23.6, count: 4 },
            { ...at, kind: "project", latitude: -18, longitude: 47, hollow: true },
            { ...at, kind: "agreement", latitude: 35.7, longitude: 139.7 },
            { ...at, kind: "network", latitude: -23, longitude: -46 },
            { ...at, kind: "occasion", latitude: 40, longitude: -100, count: 2 },
          ]}
        />
      );
    },
  },
  {
    name: "MapLegend",
    from: "src/ui/world-map.tsx",
    show: () => <MapLegend entries={kinds.map((kind) => ({ kind, label: kind }))} />,
  },
];
