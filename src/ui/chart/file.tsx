import type { City } from "../../platform/city.ts";
import { type Draw, type DrawProps, WIDE } from "./drawing.tsx";

/** What the styles of the site say of each class, as attributes: a file has no styles, and the site's policy allows none in it. */
function attributes({ ink, accent, paper, line, muted }: City["colours"]["light"]): Record<string, string> {
  return {
    chart: `font-family="system-ui, sans-serif" font-size="13" fill="${ink}"`,
    "chart-value": 'font-weight="700"',
    "chart-label": "",
    "chart-fill-0": `fill="${ink}"`,
    "chart-dot": `fill="${ink}"`,
    "chart-fill-1": `fill="${accent}"`,
    "chart-pattern": `stroke="${ink}" stroke-width="0.75"`,
    "chart-unknown": `fill="${paper}" stroke="${muted}" stroke-width="0.75" stroke-dasharray="3 2"`,
    "chart-paper": `fill="${paper}"`,
    "chart-hatch": `fill="none" stroke="${ink}" stroke-width="1.1"`,
    "chart-line": `fill="none" stroke="${ink}" stroke-width="2"`,
    "chart-area": `fill="${line}" fill-opacity="0.5"`,
    "chart-axis": `fill="none" stroke="${muted}"`,
  };
}

/** A drawing as a file of its own, in the city's colours; letters are those of the reader's machine. */
export function chartSvg(Drawn: Draw, props: Omit<DrawProps, "width">, city: City): string {
  const said = attributes(city.colours.light);
  const svg = String(<Drawn {...props} width={WIDE} />);
  return svg.replace(/ class="([\w-]+)"/g, (_, name: string) => (said[name] ? ` ${said[name]}` : ""));
}
