import type { Context } from "hono";
import { z } from "zod";
import type { Database } from "../../../platform/database/connect.ts";
import type { AppEnv, Services } from "../../../platform/web/env.ts";
import { said } from "../../said.ts";
import { type Mark, markOf } from "../answer.ts";
import { seconds } from "../changes.ts";
import type { Param } from "../operation.ts";
import * as p from "../params.ts";
import { respondProblem } from "../problem.ts";
import { readQuery } from "../query.ts";
import * as s from "../schemas.ts";
import { type Dimension, dimensions, MoneyCube, type MoneyRow, measures, type Sums } from "./cube.ts";
import { readFlows } from "./flow-store.ts";
import { perimeter } from "./perimeter.ts";

export const moneyParams: readonly Param[] = [
  { ...p.oneOf("by", dimensions, { example: "country" }), required: true },
  p.several("country", { example: "SN" }),
  p.several("programme"),
  p.several("theme", { example: "water" }),
  p.several("source", { example: "water" }),
  p.year(),
  p.year("since"),
  p.year("until"),
  p.flag("demo"),
];

const sums = z.object(Object.fromEntries(measures.map((one) => [centsName(one), s.cents])) as Record<string, typeof s.cents>);
export const moneySchema = z
  .object({
    by: z.enum(dimensions),
    data: z.array(z.object({ key: z.union([z.string(), z.int(), z.null()]), currency: s.currency, ...sums.shape })),
    totals: z.array(z.object({ currency: s.currency, ...sums.shape })),
    perimeter: s.localised,
    counted: z.array(z.object({ code: z.string(), counted: z.enum(["yes", "apart", "no"]), text: s.localised })),
    method: s.localised,
    updatedAt: s.instant,
  })
  .meta({ id: "Money" });

/** "reported_spent" is `reportedSpentCents`. */
function centsName(measure: string): string {
  return `${measure.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}Cents`;
}
const named = (cents: Sums) => Object.fromEntries(measures.map((one) => [centsName(one), cents[one]]));
const rowOf = ({ key, currency, cents }: MoneyRow) => ({ key, currency, ...named(cents) });

const cubes = new WeakMap<Services, { tag: string; cube: Promise<MoneyCube> }>();

/** All the money of what is public now, for the pages. */
export async function moneyOf(c: Context<AppEnv>): Promise<{ cube: MoneyCube; at: Date }> {
  const mark = await markOf(c);
  return { cube: await cubeOf(c.get("services"), mark), at: mark.state.at };
}

/** All the money of one public state: read once for each, however many ask. */
function cubeOf(services: Services, { tag }: Mark): Promise<MoneyCube> {
  const known = cubes.get(services);
  if (known?.tag === tag) return known.cube;
  const cube = readCube(services.published);
  cubes.set(services, { tag, cube });
  // What failed is tried again.
  cube.catch(() => cubes.delete(services));
  return cube;
}

async function readCube(db: Database): Promise<MoneyCube> {
  const cube = new MoneyCube();
  for await (const flows of readFlows(db)) cube.add(flows);
  return cube;
}

/** The city's own money, added up by a dimension. */
export async function respondMoney(c: Context<AppEnv>, mark: Mark): Promise<Response> {
  const read = readQuery(moneyParams, c.req.queries());
  if (!read.ok) return respondProblem(c, read.refusal);
  const { by, year, since, until, demo, ...lists } = read.values;
  if (by === undefined)
    return respondProblem(c, {
      code: "invalid_parameter",
      field: "by",
      values: { given: "", meant: "none", expected: dimensions.join(", ") },
    });
  const list = (name: string) => (lists[name] ?? []) as string[];
  const cube = await cubeOf(c.get("services"), mark);
  const { rows, totals } = cube.sums(by as Dimension, {
    country: list("country"),
    programme: list("programme"),
    theme: list("theme"),
    source: list("source"),
    year: year as number | undefined,
    since: since as number | undefined,
    until: until as number | undefined,
    demo: demo as boolean | undefined,
  });
  return c.json({
    by,
    data: rows.map(rowOf),
    totals: totals.map(({ currency, cents }) => ({ currency, ...named(cents) })),
    perimeter: said("api.money.perimeter"),
    counted: perimeter.map((one) => ({ code: one.code, counted: one.counted, text: said(`money.perimeter.${one.code}`) })),
    method: said("api.money.method"),
    updatedAt: seconds(mark.state.at),
  });
}
