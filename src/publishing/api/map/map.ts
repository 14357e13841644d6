import type { Context } from "hono";
import { z } from "zod";
import { languages } from "../../../platform/i18n/languages.ts";
import type { AppEnv } from "../../../platform/web/env.ts";
import type { Mark } from "../answer.ts";
import { seconds } from "../changes.ts";
import type { Param } from "../operation.ts";
import { respondProblem } from "../problem.ts";
import { readQuery } from "../query.ts";
import { projectFilters } from "../resources.ts";
import * as s from "../schemas.ts";
import { type Box, countLocated, type Point, readClusters, readPoints } from "./points-store.ts";

/** Of more projects, the single points would weigh more than a map can use. */
const MOST_PROJECTS = 20_000;
/** Where many points are gathered although nobody said at what zoom. */
const USUAL_ZOOM = 6;

const number = String.raw`-?\d{1,3}(\.\d{1,8})?`;
export const mapParams: readonly Param[] = [
  ...projectFilters,
  { name: "bbox", in: "query", form: "one", schema: z.string().regex(new RegExp(`^${number}(,${number}){3}$`)), example: "-18,4,16,28" },
  { name: "zoom", in: "query", form: "one", schema: z.int().min(0).max(14), example: 3 },
];

const column = <T extends z.ZodType>(of: T) => z.array(of);
export const mapSchema = z
  .object({
    clustered: z.boolean(),
    count: z.int(),
    countries: z.array(s.country),
    themes: z.array(z.string()),
    points: z
      .object({
        id: column(z.string()),
        lon: column(z.number().min(-180).max(180)),
        lat: column(z.number().min(-90).max(90)),
        country: column(z.int()),
        theme: column(z.int()),
        precision: column(z.int()),
      })
      .optional(),
    clusters: z
      .object({ lon: column(z.number().min(-180).max(180)), lat: column(z.number().min(-90).max(90)), projects: column(z.int()) })
      .optional(),
    updatedAt: s.instant,
  })
  .meta({ id: "Map" });

const precisions: readonly Point["precision"][] = ["exact", "approximate", "country"];

/** The projects on a map, in columns: a tenth of what the same would weigh as objects. */
export async function respondMap(c: Context<AppEnv>, mark: Mark): Promise<Response> {
  const read = readQuery(mapParams, c.req.queries());
  if (!read.ok) return respondProblem(c, read.refusal);
  const { bbox, zoom, ...values } = read.values;
  const box = bbox === undefined ? undefined : ((bbox as string).split(",").map(Number) as unknown as Box);
  const { published } = c.get("services");
  const updatedAt = seconds(mark.state.at);
  const [locale] = languages;
  const isSmall = zoom === undefined && (await countLocated(published, values, locale, MOST_PROJECTS)) <= MOST_PROJECTS;
  if (isSmall) {
    const points = await readPoints(published, values, locale, box);
    return c.json({ clustered: false, count: points.length, ...columnsOf(points), updatedAt });
  }
  // A cell is some 64 pixels of a map of tiles of 256.
  const cell = 360 / 2 ** (((zoom as number | undefined) ?? USUAL_ZOOM) + 2);
  const clusters = await readClusters(published, values, locale, box, cell);
  return c.json({
    clustered: true,
    count: clusters.length,
    countries: [],
    themes: [],
    clusters: {
      lon: clusters.map(({ lon }) => lon),
      lat: clusters.map(({ lat }) => lat),
      projects: clusters.map(({ projects }) => projects),
    },
    updatedAt,
  });
}

/** Points in columns; countries and themes by their place in a list, -1 where there is none. */
function columnsOf(points: readonly Point[]) {
  const lists = { country: [] as string[], theme: [] as string[] };
  const known = { country: new Map<string, number>(), theme: new Map<string, number>() };
  const place = (of: "country" | "theme", code: string | null) => {
    if (code === null) return -1;
    const at = known[of].get(code) ?? lists[of].push(code) - 1;
    known[of].set(code, at);
    return at;
  };
  return {
    points: {
      id: points.map(({ id }) => id),
      lon: points.map(({ lon }) => lon),
      lat: points.map(({ lat }) => lat),
      country: points.map((point) => place("country", point.country)),
      theme: points.map((point) => place("theme", point.theme)),
      precision: points.map(({ precision }) => precisions.indexOf(precision)),
    },
    countries: lists.country,
    themes: lists.theme,
  };
}
