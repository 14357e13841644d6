import { expect, it } from "vitest";
import { scaleOf, spacesOffScale } from "./spaces.ts";

const scale = scaleOf(":root { --gap: 1rem; --gap-s: 0.5rem; --ink: black; }");

it("finds each space that is no step of the scale", () => {
  const off = `.a { padding: 0.6rem var(--gap); margin-block-start:2px } .b{gap:0 1.25rem}
    .c { column-gap: clamp(var(--gap), 3vw, 40px); margin: 0 -0.9em }
    .d { padding-inline: var(--gap-m, 1rem); }`;
  expect(spacesOffScale(off, scale)).toEqual([
    "padding: 0.6rem",
    "margin-block-start: 2px",
    "gap: 1.25rem",
    "column-gap: 40px",
    "margin: -0.9em",
    "padding-inline: 1rem",
    "padding-inline: --gap-m",
  ]);
});

it("lets be what is of the scale, of the paper, of the window, and what is no space", () => {
  const on = `.a { padding: 0 var(--gap-s); margin: auto; gap: 5% } @page { margin: 16mm }
    .b { margin: calc(-1 * var(--gap)); padding: clamp(var(--gap-s), 2vw, var(--gap)); inset: 3px; scroll-padding: 5rem }
    /* margin: 7px */`;
  expect(spacesOffScale(on, scale)).toEqual([]);
});
