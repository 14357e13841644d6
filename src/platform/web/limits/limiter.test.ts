import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../../../../test/support/database.ts";
import { Limiter } from "./limiter.ts";
import type { Granted, Limit } from "./rules.ts";
import { apiLimit, limitHeaders } from "./rules.ts";
import { keyOf, sweepLimits, takeShare } from "./store.ts";

const SECRET = "0".repeat(40);
let database: Awaited<ReturnType<typeof openTestDatabase>>;
let asked = 0;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.end());

const ask = (limit: Limit, name: string, want: number) => {
  asked++;
  return takeShare(database.db, keyOf(SECRET, limit, name), limit, want);
};
// A trickle so slow that no machine is slow enough to see any of it.
const SLOW = 1 / 100_000;

describe("a limit that nodes share", () => {
  it("gives all nodes together no more than one of them would, under a rush", async () => {
    const limit = { name: "rush", size: 30, perSecond: SLOW, batch: 1, credit: 0 };
    const nodes = [new Limiter(ask), new Limiter(ask), new Limiter(ask)];
    const shares = await Promise.all(Array.from({ length: 90 }, (_, i) => nodes[i % 3]!.take(limit, "198.51.100.7")));
    expect(shares.filter(({ ok }) => ok)).toHaveLength(30);
    expect((await nodes[0]!.take(limit, "198.51.100.8")).ok).toBe(true);
  });

  it("asks by handfuls, and not at all while a refusal holds", async () => {
    const limit = { name: "handful", size: 100, perSecond: SLOW, batch: 20, credit: 5 };
    const [one, other] = [new Limiter(ask), new Limiter(ask)];
    asked = 0;
    for (let i = 0; i < 5; i++) expect((await one.take(limit, "a")).remaining).toBe(99 - i);
    expect(asked).toBe(0);
    for (let i = 5; i < 25; i++) expect((await one.take(limit, "a")).remaining).toBe(99 - i);
    expect(asked).toBe(1);
    // What the first node was given, on credit too, is no longer there for the second.
    let got = 0;
    while ((await other.take(limit, "a")).ok) got++;
    expect(got).toBeLessThanOrEqual(75 + limit.credit);
    asked = 0;
    for (let i = 0; i < 50; i++) expect((await other.take(limit, "a")).ok).toBe(false);
    expect(asked).toBe(0);
  });

  it("says when one may be made again, and gives it then", async () => {
    const limit = { name: "again", size: 2, perSecond: 1 / 600, batch: 1, credit: 0 };
    const node = new Limiter(ask);
    await node.take(limit, "a");
    await node.take(limit, "a");
    const refused = await node.take(limit, "a");
    expect(refused.ok).toBe(false);
    expect(refused.seconds).toBeGreaterThan(0);
    expect(refused.seconds).toBeLessThanOrEqual(600);
    expect(limitHeaders(limit, refused, "address")).toEqual({
      "RateLimit-Policy": '"address";q=2;w=1200',
      RateLimit: `"address";r=0;t=${refused.seconds}`,
      "Retry-After": String(refused.seconds),
    });
    await database.db
      .updateTable("rateLimit")
      .set({ fullAt: new Date(Date.now() - 1_000) })
      .execute();
    expect((await new Limiter(ask).take(limit, "a")).ok).toBe(true);
  });

  it("keeps no name and no address, and forgets who has all of their share again", async () => {
    await new Limiter(ask).take(apiLimit(1), "203.0.113.9");
    const rows = await database.db.selectFrom("rateLimit").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain("203.0.113.9");
    expect(keyOf(SECRET, apiLimit(1), "203.0.113.9")).not.toBe(keyOf("1".repeat(40), apiLimit(1), "203.0.113.9"));
    await database.db
      .updateTable("rateLimit")
      .set({ fullAt: new Date(0) })
      .execute();
    await sweepLimits(database.db);
    expect(await database.db.selectFrom("rateLimit").selectAll().execute()).toEqual([]);
  });

  it("counts by itself while the database is away, and with the others once it is back", async () => {
    const limit = { name: "away", size: 3, perSecond: SLOW, batch: 1, credit: 0 };
    let away = true;
    let tried = 0;
    const node = new Limiter(async (of, name, want): Promise<Granted> => {
      tried++;
      if (away) throw new Error("ECONNREFUSED");
      return ask(of, name, want);
    });
    const at = Date.now();
    const shares = [];
    for (let i = 0; i < 5; i++) shares.push((await node.take(limit, "a", at)).ok);
    expect(shares).toEqual([true, true, true, false, false]);
    expect(tried).toBe(1); // a database that is away is not waited for at each request
    away = false;
    expect((await node.take(limit, "a", at + 6_000)).ok).toBe(true);
  });
});
