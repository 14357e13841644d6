import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeAwkwardRows, openRegister, type Register } from "../testing.ts";
import { stream } from "./answer.ts";
import { nearest } from "./nearest.ts";
import { readOperations } from "./read-operations.ts";
import { resources } from "./resources.ts";

let register: Register;
const PROJECTS = 60;
beforeAll(async () => {
  register = await openRegister();
  await makeAwkwardRows(register);
  // Many that are equal in whatever they are sorted by, and many that know nothing of it.
  for (let i = 0; i < PROJECTS; i++)
    await register.make("project", {
      name: { [i % 3 ? "fr" : "en"]: `Puits ${i % 7}` },
      ...(i % 4 ? { plannedStart: String(2015 + (i % 3)) } : {}),
      ...(i % 5 ? { budgetCents: (i % 4) * 1_000 } : {}),
    });
});
afterAll(() => register?.drop());

const json = async (path: string) => {
  const response = await register.get(path);
  return { status: response.status, body: (await response.json()) as any };
};

describe("pages", () => {
  it("give every row once, in order, in any order and at any size, while others are added and withdrawn", async () => {
    const projects = resources.find(({ name }) => name === "projects")!;
    const sorts = ["id", ...projects.sorts].flatMap((sort) => [sort, `-${sort}`]);
    let added = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...sorts), fc.integer({ min: 1, max: 40 }), fc.boolean(), async (sort, limit, busy) => {
        const whole = (await json(`/api/v1/projects?sort=${sort}&limit=500&fields=id`)).body.data.map(({ id }: any) => id);
        const seen: string[] = [];
        for (let next: string | null = `/api/v1/projects?sort=${sort}&limit=${limit}&fields=id`; next; ) {
          const { status, body } = await json(next.replace("https://monde.example.org", ""));
          expect(status).toBe(200);
          expect(body.data.length).toBeLessThanOrEqual(limit);
          seen.push(...body.data.map(({ id }: any) => id));
          next = body.next;
          if (busy && added < 40)
            await register.make("project", { name: { fr: `Ajouté ${added++}` }, budgetCents: 1_000, plannedStart: "2016" });
        }
        expect(new Set(seen).size).toBe(seen.length);
        // What was there from the start is there, in its order; what came meanwhile may be.
        expect(seen.filter((id) => whole.includes(id))).toEqual(whole);
      }),
      { numRuns: 24 },
    );
  });

  it("go on after the row that a place names is gone", async () => {
    const id = await register.make("place", { name: { fr: "Éphémère" }, country: "SN", latitude: 1, longitude: 1 });
    const all = (await json("/api/v1/places?limit=500&fields=id")).body.data.map((one: any) => one.id);
    const { body } = await json(`/api/v1/places?limit=${all.indexOf(id) + 1}&fields=id`);
    await register.move("place", id, "withdraw");
    const rest = await json(body.next.replace("https://monde.example.org", ""));
    expect(rest.body.data.map((one: any) => one.id)).toEqual(all.slice(all.indexOf(id) + 1, all.indexOf(id) + 1 + rest.body.data.length));
  });
});

describe("what is asked", () => {
  it("is answered or refused, whatever it is: never an error of the site", async () => {
    const hostile = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constantFrom(
        "'; DROP TABLE project;--",
        "\u0000",
        "%00",
        "../../etc/passwd",
        "1e999",
        "-1",
        "NaN",
        "9".repeat(400),
        "__proto__",
        "constructor",
        "🦊",
        "a".repeat(5_000),
        "[]",
        "{}",
        "true",
        "2026-02-30T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "()&|!:*",
        '"',
        "\\",
        "network.%",
        "1,2,3,4",
        "181,91,-181,-91",
      ),
    );
    const params = readOperations.flatMap(({ path, params: all }) =>
      all
        .filter((one) => one.in === "query")
        .map((one) => ({ path: path.replace("{id}", "x").replace("{code}", "SN").replace("{vocabulary}", "theme"), name: one.name })),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...params), hostile, fc.option(hostile), async ({ path, name }, value, other) => {
        const query = new URLSearchParams({ ...(path.endsWith("money") && name !== "by" ? { by: "year" } : {}), [name]: value });
        if (other !== null) query.append(other, value);
        const response = await register.get(`${path}?${query}`);
        expect([200, 400, 404], `${path}?${query}`).toContain(response.status);
        await response.text();
      }),
      { numRuns: 400 },
    );
  });

  it("may name a record or a vocabulary by anything", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("projects", "countries", "vocabularies"),
        fc.string({ minLength: 1, maxLength: 200 }),
        async (list, id) => {
          const response = await register.get(`/api/v1/${list}/${encodeURIComponent(id)}`);
          expect([200, 404]).toContain(response.status);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("is compared with what was probably meant", () => {
    expect(nearest("countri", ["country", "programme"])).toBe("country");
    expect(nearest("LIMIT", ["limit", "lang"])).toBe("limit");
    expect(nearest("zzzzzzzz", ["limit", "lang"])).toBeUndefined();
  });
});

describe("a stream", () => {
  const ROWS = 20_000;
  it("sends twenty thousand rows, each once", async () => {
    await register.db.connection().execute(async (db) => {
      const { sql } = await import("kysely");
      await sql`INSERT INTO source (id, status, published_at, name, description, publisher)
        SELECT 'lot-' || i, 'published', now(), jsonb_build_object('fr', 'Source ' || i), jsonb_build_object('fr', repeat('Un long texte. ', 60)), 'Essai' FROM generate_series(1, ${ROWS}::int) i`.execute(
        db,
      );
    });
    const response = await register.get("/api/v1/sources?format=ndjson");
    const reader = response.body!.getReader();
    const decoder = new TextDecoder();
    const seen = new Set<string>();
    let [rest, bytes] = ["", 0];
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      bytes += part.value.length;
      const lines = (rest + decoder.decode(part.value, { stream: true })).split("\n");
      rest = lines.pop()!;
      for (const line of lines) seen.add((JSON.parse(line) as { id: string }).id);
    }
    expect(seen.size).toBeGreaterThanOrEqual(ROWS);
    expect(bytes).toBeGreaterThan(20_000_000);
  });

  it("is read no further once the reader is gone", async () => {
    let [read, ended] = [0, false];
    async function* rows(): AsyncGenerator<string> {
      try {
        for (;;) {
          read++;
          yield "x".repeat(10_000);
          await sleep(1);
        }
      } finally {
        ended = true;
      }
    }
    const context = { req: { header: () => undefined, method: "GET" }, body: (body: ReadableStream) => new Response(body) };
    const response = stream(context as never, "text/plain", "x", rows(), { tag: "x", state: { mark: "", at: new Date() } });
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel();
    await sleep(50);
    const sofar = read;
    await sleep(50);
    expect([ended, read]).toEqual([true, sofar]);
  });
});
