import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRegister, type Register } from "../../testing.ts";

let register: Register;
beforeAll(async () => {
  register = await openRegister();
  const { make } = register;
  const place = await make("place", { name: { fr: "Dakar" }, country: "SN", latitude: 14.6937123, longitude: -17.4440612 });
  const other = await make("place", {
    name: { fr: "Suva" },
    country: "FJ",
    latitude: -18.1415,
    longitude: 178.4421,
    exactness: "approximate",
  });
  await make("project", {
    name: { fr: "Lieux" },
    places: [{ place }, { place: other }],
    countries: [{ country: "SN" }],
    themes: ["water", "hiv"],
  });
  await make("project", {
    name: { fr: "Site" },
    sites: [{ name: { fr: "Puits" }, latitude: 12.5, longitude: 1.25 }],
    countries: [{ country: "ML" }],
  });
  await make("project", { name: { fr: "Pays" }, countries: [{ country: "IT" }, { country: "AQ" }] });
  await make("project", { name: { fr: "Nulle part" } });
  await make("project", { name: { fr: "Caché" }, countries: [{ country: "SN" }], places: [{ place }] }, "draft");
});
afterAll(() => register?.drop());

const map = async (query = "") => (await (await register.get(`/api/v1/map${query}`)).json()) as any;
const points = ({ points: p, countries, themes }: any) =>
  p.id.map((id: string, i: number) => [
    id,
    p.lon[i],
    p.lat[i],
    countries[p.country[i]] ?? null,
    themes[p.theme[i]] ?? null,
    p.precision[i],
  ]);

describe("the map", () => {
  it("has a point for each place and site, else for each country that a map knows", async () => {
    expect(points(await map())).toEqual([
      ["lieux", -17.4441, 14.6937, "SN", "water", 0],
      ["lieux", 178.4421, -18.1415, "FJ", "water", 1],
      ["pays", 10.1235, 42.8, "IT", null, 2],
      ["site", 1.25, 12.5, "ML", null, 0],
    ]);
  });

  it("is narrowed by the filters of the list and by a box, over the 180th meridian too", async () => {
    expect(points(await map("?theme=water")).map(([id]: any) => id)).toEqual(["lieux", "lieux"]);
    expect(points(await map("?bbox=-18,10,2,20")).map(([id]: any) => id)).toEqual(["lieux", "site"]);
    expect(points(await map("?bbox=170,-30,-170,0")).map(([, lon]: any) => lon)).toEqual([178.4421]);
  });

  it("gathers neighbours by the zoom, each project once in a cell", async () => {
    const { clustered, clusters } = await map("?zoom=0");
    expect(clustered).toBe(true);
    expect(clusters.projects.reduce((a: number, b: number) => a + b, 0)).toBe(4);
    expect((await map("?zoom=0&bbox=-30,0,30,60")).clusters.projects).toEqual([2, 1]);
  });
});
