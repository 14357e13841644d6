import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type KindName, kindNames, kindOf } from "../../register/kinds.ts";
import { href, hrefOfRecord, type PageName, pageOfKind } from "../../ui/paths.ts";
import { sampleOf } from "./sample.ts";
import { openPortal, type TestPortal } from "./testing.tsx";

const HOSTILE = `<script>alert("x")</script>'"&<img src=x onerror=alert(1)>`;
const lists = [
  "partners",
  "agreements",
  "networks",
  "programmes",
  "projects",
  "awards",
  "organisations",
  "figures",
  "calls",
  "occasions",
  "honours",
  "prizes",
  "missions",
  "climate",
  "europe",
  "pages",
] as const satisfies PageName[];
const paged = Object.keys(pageOfKind) as (keyof typeof pageOfKind)[];
const address = (kind: string, id: string, locale: "fr" | "en" = "fr") => hrefOfRecord(locale, kind, id)!;

let portal: TestPortal;
/** One published record of each kind, hostile words in every field. */
const hostile: Partial<Record<string, string>> = {};
/** One draft and one archived record of each kind. */
const hidden: { kind: KindName; id: string; words: string }[] = [];

beforeAll(async () => {
  portal = await openPortal({ paris: true });
  const picture = await portal.services.files.put(new TextEncoder().encode("a picture"));
  await portal.db
    .insertInto("file")
    .values({ sha256: picture, name: `${HOSTILE}.png`, mediaType: "image/png", bytes: 9, width: 3, height: 2 })
    .execute();
  const terms = {
    file: picture,
    "organisation-type": "22",
    "dac-sector": "14030",
    "budget-source": (await portal.db.selectFrom("term").select("code").where("vocabulary", "=", "budget-source").executeTakeFirstOrThrow())
      .code,
  };
  for (const kind of kindNames) {
    const then = kindOf(kind).office ? [] : undefined;
    hostile[kind] = await portal.make(kind, sampleOf(kind, HOSTILE, { ...hostile, ...terms }), then);
  }
  for (const kind of kindNames) {
    for (const [word, then] of [
      ["brouillonzzz", []],
      ["archivezzz", ["archive"]],
    ] as const) {
      hidden.push({
        kind,
        id: await portal.make(
          kind,
          sampleOf(kind, `${word} ${kind}`, { ...hostile, ...terms, file: kind === "media" ? picture : undefined }),
          [...then],
        ),
        words: `${word} ${kind}`,
      });
    }
  }
});
afterAll(() => portal?.drop());

describe("every list and every page of a record", () => {
  it.each(["fr", "en"] as const)("answers in %s with one h1, no missing message and no raw markup", async (locale) => {
    const pages = [
      ...lists.map((page) => href(locale, page)),
      ...paged.map((kind) => address(kind, hostile[kind]!, locale)),
      href(locale, "search", { query: { q: "script" } }),
    ];
    for (const page of pages) {
      const response = await portal.get(page);
      const html = await response.text();
      expect([page, response.status]).toEqual([page, 200]);
      expect([page, html.match(/<h1[ >]/g)?.length]).toEqual([page, 1]);
      expect([page, html.match(/\b(?:portal|choice|kind|field|status|nav|common)\.[a-z][\w.]*/g)]).toEqual([page, null]);
      expect([page, html.match(/<script>alert|<img src=x/)]).toEqual([page, null]);
    }
  });

  it.each(paged)("shows the words of %s as text, wherever they stand", async (kind) => {
    const html = await portal.text(address(kind, hostile[kind]!));
    expect(html).toContain("&lt;script&gt;");
    const texts = Object.values(sampleOf(kind, HOSTILE, {})).filter((value) => JSON.stringify(value)?.includes("script")).length;
    expect(html.match(/&lt;script&gt;/g)!.length).toBeGreaterThanOrEqual(texts - 2);
  });

  it("is 404 for what is not there: unknown, hostile, draft, archived", async () => {
    for (const kind of paged) {
      const gone = hidden.filter((one) => one.kind === kind).map(({ id }) => id);
      for (const id of ["nulle-part", "..%2f..", "%00", "A B", "x".repeat(200), ...gone])
        expect([kind, id, (await portal.get(`${address(kind, "x").replace(/x$/, "")}${id}`)).status]).toEqual([kind, id, 404]);
    }
  });

  it("never says a word of a draft or of an archived record", async () => {
    const pages = [
      ...lists.map((page) => href("fr", page)),
      ...lists.map((page) => href("fr", page, { query: { q: "brouillonzzz" } })),
      ...paged.map((kind) => address(kind, hostile[kind]!)),
      ...["brouillonzzz", "archivezzz", "brouillonzz"].map((q) => href("fr", "search", { query: { q } })),
    ];
    for (const page of pages) {
      const html = (await portal.text(page)).replace(/value="[^"]*"/g, "").replace(/href="[^"]*"/g, "");
      const said = html.replace(/<title>.*?<\/title>|« [^»]* »|<li><a [^>]*>.*?× *<\/span><\/a><\/li>/g, "");
      expect([page, said.match(/\w*(?:brouillon|archive)zzz \w+/)?.[0]]).toEqual([page, undefined]);
    }
  });

  it("can be seen before it is public, and says that it is not", async () => {
    for (const { kind, id, words } of hidden.filter((one) => one.kind in pageOfKind)) {
      const html = await portal.text(`/preview/${kind}/${id}`);
      expect([kind, html.includes(words), html.includes("Cette page n’est pas publique"), html.includes('content="noindex"')]).toEqual([
        kind,
        true,
        true,
        true,
      ]);
    }
    expect((await portal.get("/preview/project/nulle-part")).status).toBe(404);
  });

  it("takes few queries, however much it shows", async () => {
    const taken: Record<string, number> = {};
    for (const page of lists) {
      await portal.text(href("fr", page));
      taken[page] = portal.queries();
    }
    for (const kind of paged) {
      await portal.text(address(kind, hostile[kind]!));
      taken[kind] = portal.queries();
    }
    await portal.text(href("fr", "search", { query: { q: "eau" } }));
    taken.search = portal.queries();
    await portal.text(href("fr", "search", { query: { q: "assainisseman" } }));
    taken.searchRepaired = portal.queries();
    expect(taken).toEqual({
      partners: 2,
      agreements: 2,
      networks: 2,
      programmes: 2,
      projects: 2,
      awards: 2,
      organisations: 2,
      figures: 5,
      calls: 3,
      occasions: 2,
      missions: 2,
      climate: 1,
      europe: 3,
      honours: 2,
      prizes: 2,
      pages: 3,
      honour: 1,
      prize: 1,
      page: 5,
      partner: 1,
      agreement: 1,
      network: 1,
      programme: 1,
      project: 2,
      award: 2,
      organisation: 1,
      figure: 3,
      document: 1,
      edition: 4,
      occasion: 1,
      mission: 1,
      search: 1,
      searchRepaired: 2,
    });
  });
});

describe("a list", () => {
  it("answers whatever its address says", async () => {
    const values = [
      "",
      "x",
      "<script>",
      "%00",
      "'; drop table project; --",
      "1e3",
      "-1",
      "0x10",
      "99999999999999999999",
      "💧",
      "a".repeat(3_000),
    ];
    const names = [
      "q",
      "type",
      "country",
      "theme",
      "state",
      "year",
      "min",
      "max",
      "sort",
      "page",
      "programme",
      "organisation",
      "about",
      "agreement",
      "dated",
      "grants",
      "goal",
      "kind",
    ];
    for (const page of [...lists, "search"] as const) {
      for (const value of values) {
        for (const some of [names, names.filter((name) => name !== "page"), ["q"]]) {
          const { status } = await portal.get(
            href("fr", page, { query: Object.fromEntries(some.map((name) => [name, value])) }).replaceAll("%2500", "%00"),
          );
          expect([page, value, status]).toEqual([page, value, 200]);
        }
      }
    }
  });

  it("keeps its filters in its links: pages, language, files, map, and each filter taken away", async () => {
    const html = await portal.text("/fr/projets?theme=water&theme=waste&min=1000&sort=name");
    expect(html).toContain('href="/data/projects.csv?theme=water&amp;theme=waste&amp;min=1000"');
    expect(html).toContain('href="/fr/carte?theme=water&amp;theme=waste&amp;min=1000"');
    expect(html).toContain('href="/en/projects?theme=water&amp;theme=waste&amp;min=1000&amp;sort=name"');
    expect(html).toContain('href="/fr/projets?theme=waste&amp;min=1000&amp;sort=name"');
    expect(html).toContain('href="/fr/projets?theme=water&amp;theme=waste&amp;sort=name"');
  });

  it("says when it has no such page, and leads back", async () => {
    const html = await portal.text("/fr/projets?page=999&theme=water");
    expect(html).toContain('href="/fr/projets?theme=water"');
  });

  it("shows a filter that leaves nothing, so that it can be taken away", async () => {
    const html = await portal.text("/fr/projets?theme=water&country=AQ");
    expect(html).toContain("Aucun projet ne correspond");
    expect(html).toMatch(/<input type="checkbox" name="country" value="AQ" checked="?"?/);
  });
});

describe("grants", () => {
  it("add up to what their rows say, and say which are yearly totals", async () => {
    const { cents, aggregates } = await portal.db
      .selectFrom("award")
      .where("status", "=", "published")
      .select((eb) => [
        eb.fn.sum<number>("amountCents").as("cents"),
        eb.fn.count<number>("id").filterWhere("aggregate", "=", true).as("aggregates"),
      ])
      .executeTakeFirstOrThrow();
    const html = (await portal.text("/fr/subventions")).replace(/[\u202f\u00a0]/g, " ");
    expect(html).toContain(
      new Intl.NumberFormat("fr", {
        style: "currency",
        currency: "EUR",
        minimumFractionDigits: cents % 100 ? 2 : 0,
        maximumFractionDigits: cents % 100 ? 2 : 0,
      })
        .format(cents / 100)
        .replace(/[\u202f\u00a0]/g, " "),
    );
    expect(html).toContain(`${aggregates} d’entre elles sont des totaux annuels par bénéficiaire`);
    expect(html).toContain("Total annuel du bénéficiaire");
  });
});

describe("figures", () => {
  it("that contradict each other stand in one series, each with its date, perimeter, source and words", async () => {
    const html = await portal.text("/fr/chiffres");
    const series = html.split('<section class="figure-series"').find((part) => part.includes("serie-eau-projets"))!;
    const cards = series.split('<div class="figure-card">').slice(1);
    expect(cards.length).toBeGreaterThan(1);
    expect(series).toContain("ne disent pas la même chose");
    for (const card of cards) {
      expect(card).toContain("figure-date");
      expect(card).toContain("Périmètre");
      expect(card).toContain("<blockquote");
    }
  });

  it("have what the register counts beside them, never in their place", async () => {
    const html = await portal.text("/fr/chiffres");
    const counted = html.match(
      /figure-counted"><p class="figure-value">(\d+)<\/p><p><strong>Compté dans ce registre<\/strong><\/p><p class="meta">Accords publiés/,
    )!;
    const { n } = await portal.db
      .selectFrom("agreement")
      .where("status", "=", "published")
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow();
    expect(html).toContain("plus de 70");
    expect(Number(counted[1])).toBe(n);
  });

  it("narrow to their subject", async () => {
    const html = await portal.text("/fr/chiffres?about=network.aimf");
    expect(html).toContain("325");
    expect(html).not.toContain("serie-eau-projets");
  });
});

describe("files", () => {
  const bytes = new TextEncoder().encode("%PDF-1.7 essai");
  const files = async (status: "published" | "draft", mediaType: string) => {
    const unique = new Uint8Array([...bytes, ...new TextEncoder().encode(status + mediaType)]);
    const sha256 = await portal.services.files.put(unique);
    await portal.db.insertInto("file").values({ sha256, name: "rapport été.pdf", mediaType, bytes: unique.length }).execute();
    await portal.make("document", { name: { fr: "Rapport" }, type: "report", file: sha256 }, status === "published" ? ["publish"] : []);
    return sha256;
  };

  it("are served while a published record shows them, as what they are and nothing else", async () => {
    const sha256 = await files("published", "application/pdf");
    const response = await portal.get(`/files/${sha256}/x.pdf`);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "application/pdf",
      "x-content-type-options": "nosniff",
      "cache-control": "no-cache",
      "content-security-policy": "sandbox; default-src 'none'",
      "cross-origin-resource-policy": "same-origin",
      "content-disposition": "attachment; filename=rapport_ete.pdf; filename*=UTF-8''rapport%20%C3%A9t%C3%A9.pdf",
    });
    expect((await portal.get(`/files/${sha256}/x.pdf`, { "If-None-Match": `"${sha256}"` })).status).toBe(304);
  });

  it("shown by the browser are pictures without a script, and only those", async () => {
    expect((await portal.get(`/files/${await files("published", "image/png")}/x`)).headers.get("content-disposition")).toMatch(/^inline/);
    for (const type of ["image/svg+xml", "text/html"])
      expect((await portal.get(`/files/${await files("published", type)}/x`)).headers.get("content-disposition")).toMatch(/^attachment/);
  });

  it("are 404 when no published record shows them", async () => {
    expect((await portal.get(`/files/${await files("draft", "application/pdf")}/x`)).status).toBe(404);
    for (const bad of ["0".repeat(64), "..%2f..%2fetc", "ABC"]) expect((await portal.get(`/files/${bad}/x`)).status).toBe(404);
  });
});
