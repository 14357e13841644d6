export interface Palette {
  paper: string;
  ink: string;
  accent: string;
  muted: string;
  sea: string;
  land: string;
}

/** The city's colours as the page has them now, light or dark. */
export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const [paper, ink, accent, muted] = [read("paper"), read("ink"), read("accent"), read("muted")];
  // As the drawn map mixes them (styles/components.css).
  return { paper, ink, accent, muted, sea: mix(ink, paper, 0.05), land: mix(ink, paper, 0.17) };
}

/** `share` of the first colour in the second, both #rrggbb. */
function mix(first: string, second: string, share: number): string {
  const channel = (colour: string, i: number) => Number.parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
  const mixed = [0, 1, 2].map((i) => Math.round(channel(first, i) * share + channel(second, i) * (1 - share)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
