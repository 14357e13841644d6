import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type City, readCity } from "../city.ts";
import { projectRoot } from "../project-root.ts";
import { contrasts, overlaid, readColours, readIdentity } from "./rules.ts";

let city: City;
beforeAll(async () => {
  city = await readCity(join(projectRoot, "data/paris"));
});
const identity = {
  name: { fr: "Ville de Brume", en: "City of Brume" },
  title: { fr: "Brume au monde", en: "Brume in the world" },
  tagline: { fr: "Ce que fait Brume.", en: "What Brume does." },
  service: { fr: "Relations", en: "Relations" },
  email: "monde@brume.example",
};

describe("the colours of a city", () => {
  it("are compared as WCAG reckons it", () => {
    const palette = { paper: "#ffffff", ink: "#000000", accent: "#767676", muted: "#777777", line: "#cccccc" };
    const ratios = contrasts({ light: palette, dark: palette }).filter(({ scheme, under }) => scheme === "light" && under === "paper");
    // The darkest grey that fails on white is #777777, by a hair.
    expect(ratios.map(({ on, ratio, enough }) => [on, ratio, enough])).toEqual([
      ["ink", 21, true],
      ["accent", 4.5, true],
      ["muted", 4.4, false],
    ]);
  });
  it("of Paris are read everywhere", () => expect(readColours(city.colours).ok).toBe(true));
  it("are refused where a text could not be read, by the name of the colour", () => {
    const pale = { ...city.colours, light: { ...city.colours.light, accent: "#d9a441" } };
    expect(readColours(pale)).toMatchObject({ ok: false, wrong: [], close: [{ scheme: "light", on: "accent", under: "paper" }, {}] });
  });
  it("are codes", () => {
    const typed = { ...city.colours, dark: { ...city.colours.dark, ink: "white" } };
    expect(readColours(typed)).toMatchObject({ ok: false, wrong: ["dark.ink"] });
  });
});

describe("the identity of a city", () => {
  it("is asked for in every language, in one line each", () => {
    expect(readIdentity(identity).ok).toBe(true);
    const wrong = { ...identity, title: { fr: "Brume\nau monde", en: " " }, tagline: { fr: "x".repeat(301), en: "x" }, email: "brume" };
    expect(readIdentity(wrong)).toEqual({
      ok: false,
      problems: [
        { path: "title.fr", code: "line" },
        { path: "title.en", code: "required" },
        { path: "tagline.fr", code: "long" },
        { path: "email", code: "email" },
      ],
    });
  });
  it("stands above the folder; what no longer fits leaves the folder's own words", () => {
    expect(overlaid(city, { identity }).name).toEqual(identity.name);
    expect(overlaid(city, { identity }).siret).toBe(city.siret);
    expect(overlaid(city, { identity: { name: "Brume" }, colours: { light: {} } })).toEqual(city);
    expect(overlaid(city, { demonstration: { accounts: true } }).demonstration).toBe(true);
  });
});
