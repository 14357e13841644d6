/** The scales of `src/ui/styles/tokens.css`, as the guide shows them: a test holds the two to each other. */
export const scales = {
  spaces: { "gap-s": "0.5rem", gap: "1rem", "gap-l": "2rem", "gap-xl": "clamp(2.5rem, 6vw, 4.5rem)" },
  sizes: {
    "step--1": "0.875rem",
    "step-0": "1rem",
    "step-1": "1.1875rem",
    "step-2": "clamp(1.3rem, 1.2rem + 0.5vw, 1.5rem)",
    "step-3": "clamp(1.6rem, 1.35rem + 1.2vw, 2.125rem)",
    "step-4": "clamp(2rem, 1.5rem + 2.4vw, 3.25rem)",
  },
  measures: { measure: "38rem", page: "76rem" },
} as const;

/** The relative luminance of "#rrggbb" (WCAG 2.2). */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** The contrast of two colours, 1 to 21 (WCAG 2.2, 1.4.3). */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}
