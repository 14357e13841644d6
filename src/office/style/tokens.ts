/** The scales of `src/ui/styles/tokens.css`, as the guide shows them: a test holds the two to each other. */
export const scales = {
  spaces: {
    "gap-3xs": "0.125rem",
    "gap-2xs": "0.25rem",
    "gap-xs": "0.375rem",
    "gap-s": "0.5rem",
    "gap-sm": "0.75rem",
    gap: "1rem",
    "gap-ml": "1.5rem",
    "gap-l": "2rem",
    "gap-xl": "clamp(2.5rem, 6vw, 4.5rem)",
    "gap-page": "clamp(var(--gap), 4vw, var(--gap-l))",
  },
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
