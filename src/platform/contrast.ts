/** Red, green and blue of a colour, 0 to 255. */
export type Channels = [number, number, number];

/** Of "#rrggbb". */
export const channels = (hex: string): Channels => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Channels;

/** Relative luminance, as WCAG 2.2 defines it. */
function luminance(colour: Channels): number {
  const [red, green, blue] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Channels;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours, 1 to 21 (WCAG 2.2, 1.4.3). */
export function ratioOf(one: Channels, other: Channels): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The same of two colours written "#rrggbb". */
export const contrast = (one: string, other: string): number => ratioOf(channels(one), channels(other));
