import { parse } from "csv-parse/sync";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isLocale } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import type { AppEnv } from "../../platform/web/env.ts";
import { openRegister, type Register } from "../../publishing/testing.ts";
import { keepCounts } from "../../register/figure/counted-store.ts";
import { moneyPages } from "./routes.tsx";

let register: Register;
let app: Hono<AppEnv>;
let project: string;

beforeAll(async () => {
  register = await openRegister();
  const { make, services } = register;
  Object.assign(services, { assets: { url: (name: string) => `/assets/${name}`, styles: () => [], routes: new Hono() } });
  app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    const first = c.req.path.split("/")[1] ?? "";
    c.set("services", services);
    c.set("locale", isLocale(first) ? first : "fr");
    c.set("t", translator(isLocale(first) ? first : "fr"));
    await next();
  });
  app.onError((error) => {
    throw error;
  });
  moneyPages(app, (_, next) => next());

  const source = await make("source", { name: { fr: "Page de 2022" }, publisher: "Ville" });
  const organisation = await make("organisation", { name: { fr: "Association" }, type: "22", noIdentifier: "unknown" });
  const scheme = await make("programme", { name: { fr: '=1+1 <script>alert("x")</script>' }, type: "scheme" });
  const under = await make("programme", { name: { fr: "Sous le dispositif" }, type: "call", parent: scheme });
  const secret = await make("programme", { name: { fr: "Programme secret" }, type: "call" }, "draft");
  project = await make("project", {
    name: { fr: "Trois pays" },
    programme: under,
    countries: [{ country: "SN" }, { country: "ML" }, { country: "IT" }],
    themes: ["water", "hiv"],
    plannedStart: "2021",
    actualStart: "2022-03",
    results: [
      { indicator: { fr: "Points d’eau" }, unit: { fr: "points" }, targetValue: 10, targetOn: "2024", actualValue: 8, actualOn: "2024" },
    ],
  });
  const award = (rest: object, status?: "draft") =>
    make("award", { name: { fr: "Subvention" }, organisation, awardedOn: "2022-05", amountCents: 100_001, ...rest }, status);
  await award({ project });
  await award({ programme: scheme, awardedOn: "2020", amountCents: 70_000_00 });
  await award({
    awardedOn: "2022",
    amountCents: 1_000,
    tranches: [
      { year: 2022, budgetSource: "water", amountCents: 700 },
      { year: 2023, budgetSource: "general", amountCents: 300 },
    ],
  });
  await award({ awardedOn: "2023", amountCents: 5_000_000, agreedOn: "2024-01", aggregate: true });
  const example = await award({ awardedOn: "2023", amountCents: 99_999_999 });
  await register.db.updateTable("award").set({ demo: true }).where("id", "=", example).execute();
  await award({ awardedOn: "2023", amountCents: 77_777_777 }, "draft");
  await award({ awardedOn: "2023", amountCents: 55_555, programme: secret }, "draft");
  await award({ awardedOn: "2022", amountCents: 40, currency: "USD", project });
  const figure = (name: string, rest: object) =>
    make("figure", {
      name: { fr: name },
      description: { fr: "Ce que dit la page" },
      unit: { fr: "projets" },
      asOf: "2022-09-19",
      perimeter: { fr: "Tous pays" },
      source,
      quote: "plus de 70 projets",
      ...rest,
    });
  await figure("Projets du dispositif", { series: "projets", value: 70, counter: "projects", programme: scheme });
  await figure("Montant du dispositif", {
    series: "montant",
    value: 7_000_000,
    measure: "money",
    currency: "EUR",
    unit: { fr: "euros" },
    counter: "awarded",
    programme: scheme,
    periodStart: "2021",
  });
  await figure("Budget annuel", {
    series: "budget",
    value: 6_500_000,
    measure: "money",
    currency: "EUR",
    unit: { fr: "euros" },
    counter: "awarded_year",
  });
}, 60_000);
afterAll(() => register?.drop());

const get = async (path: string) => app.request(path);
const page = async (path: string) => {
  const answer = await get(path);
  expect(answer.status, path).toBe(200);
  return answer.text();
};
const csv = async (path: string) => parse(await page(path)) as string[][];
/** Cents of a decimal as it is written. */
const cents = (text: string) => Math.round(Number(text) * 100);
const api = async (query: string) => (await (await register.get(`/api/v1/money?${query}`)).json()) as any;

describe("the tables of the money page", () => {
  it.each([
    ["country", "pays", ""],
    ["source", "budgets", ""],
    ["programme", "programmes", "&year=2022"],
    ["country", "pays", "&theme=water"],
    ["country", "pays", "&source=water&source=general"],
  ])("give by %s what the API gives, to the cent (%s.csv%s)", async (by, file, narrowed) => {
    const answer = await api(`by=${by}&demo=false${narrowed}`);
    const expected = answer.data.filter((row: any) => row.currency === "EUR" && row.votedCents !== 0);
    const [head, ...rows] = await csv(`/fr/argent/${file}.csv?${narrowed.slice(1)}`);
    expect(head!.slice(0, 3)).toEqual(["key", expect.any(String), "Voté"]);
    const total = rows.pop()!;
    expect(Object.fromEntries(rows.map(([key, , amount]) => [key, cents(amount!)]))).toEqual(
      Object.fromEntries(expected.map((row: any) => [row.key ?? "", row.votedCents])),
    );
    expect(cents(total[2]!)).toBe(answer.totals.find((one: any) => one.currency === "EUR").votedCents);
    const html = await page(`/fr/argent?${narrowed.slice(1)}`);
    const amount = (value: number) =>
      new Intl.NumberFormat("fr", { style: "currency", currency: "EUR", minimumFractionDigits: value % 100 ? 2 : 0 }).format(value / 100);
    for (const row of expected) expect(html).toContain(amount(row.votedCents));
  });

  it("part the years by budget, and keep each total apart", async () => {
    const [head, ...rows] = await csv("/fr/argent/annees.csv");
    expect(head!.slice(1, 6)).toEqual(
      ["Année", "Budget général", "1 % eau", "Budget non précisé", "Total"].sort((a, b) => head!.indexOf(a) - head!.indexOf(b)),
    );
    const byYear = await api("by=year&demo=false");
    for (const row of byYear.data.filter((one: any) => one.currency === "EUR" && one.votedCents)) {
      const line = rows.find(([key]) => key === String(row.key))!;
      expect(cents(line[head!.indexOf("Total")]!)).toBe(row.votedCents);
    }
    // A year without anything known is there, and empty.
    expect(rows.find(([key]) => key === "2021")![head!.indexOf("Total")]).toBe("0.00");
    const [named, ...totals] = await csv("/en/money/totals.csv");
    expect(named!.slice(2, 5)).toEqual(["Voted", "Signed", "Planned"]);
    expect(totals.find(([key]) => key === "2024")!.slice(2, 5)).toEqual(["0.00", "50000.00", "0.00"]);
    expect(totals.at(-1)!.slice(2, 5).map(cents)).toEqual([100_001 + 7_000_000 + 1_000 + 5_000_000, 5_000_000, 1_000]);
  });

  it("say on every line what they count, of which day, from where", async () => {
    const [head, first] = await csv("/fr/argent/pays.csv");
    const said = Object.fromEntries(head!.map((name, i) => [name, first![i]]));
    expect(said).toMatchObject({ total: "Voté", monnaie: "EUR", compte: "grants|yearly_totals" });
    expect(said["ne compte pas"]).toContain("network_dues");
    const answer = await api("by=year");
    expect(answer.counted.map(({ code }: any) => code)).toEqual([...said.compte!.split("|"), ...said["ne compte pas"]!.split("|")]);
  });

  it("leave drafts and fictional examples out, and show the examples apart", async () => {
    const html = await page("/fr/argent");
    for (const leak of ["777 777,77", "777\u202f777,77", "Programme secret"]) expect(html).not.toContain(leak);
    expect(html).toContain("Les exemples fictifs");
    const [, only] = await csv("/fr/argent/pays.csv?demo=only");
    expect(only!.slice(0, 3)).toEqual(["", "Pays non précisé", "999999.99"]);
  });

  it("are drawings that need no style and run nothing", async () => {
    for (const name of ["annees", "totaux", "pays", "budgets", "themes", "programmes", "prevu-et-paye"]) {
      const svg = await page(`/fr/argent/${name}.svg`);
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
      expect(svg).not.toMatch(/<style|<script|class=|style=| on\w+=/);
    }
    expect(await page("/fr/argent")).not.toContain("<script>alert");
    const rows = await csv("/fr/argent/programmes.csv");
    expect(rows.some(([, name]) => name!.startsWith("'=1+1"))).toBe(true);
    expect((await get("/fr/argent/secret.csv")).status).toBe(404);
    expect((await get("/en/money/pays.csv")).status).toBe(404);
  });

  it.each([
    "measure=drop",
    "year=abc&year=1e9",
    "country=%00&country=XX&programme=%3Cscript%3E&theme='%20OR%201=1",
    "currency=ZZZ",
    "currency=€&demo=maybe",
    `country=${"A".repeat(5_000)}`,
    Array.from({ length: 90 }, (_, i) => `source=s${i}`).join("&"),
    "measure=paid&measure=voted&source=__proto__&theme=constructor",
  ])("answer whatever is asked (%#)", async (query) => {
    for (const path of ["/fr/argent", "/en/money", "/fr/argent/annees.csv", "/fr/argent/totaux.svg", "/fr/facture-eau"]) {
      const text = await page(`${path}?${query}`);
      expect(text).not.toMatch(/<script>|NaN|undefined/);
    }
  });
});

describe("the counters", () => {
  it("set what was published beside what the register counts, with the perimeter of each", async () => {
    const html = await page("/fr/compteurs");
    const section = (series: string) => html.split(`id="compteur-${series}"`)[1]!.split("</section>")[0]!;
    // The one project is of a programme under that of the figure.
    expect(section("projets")).toMatch(/70 projets[\s\S]*>1<\/a>[\s\S]*−69/);
    expect(section("projets")).toContain("Tous pays");
    // Since 2021: the grant of the project, and not that of 2020.
    expect(section("montant")).toMatch(/1\u202f000,01\u00a0€/);
    expect(section("montant")).not.toMatch(/70\u202f000/);
    expect(section("budget")).toMatch(/1\u202f010,01\u00a0€/);
    expect(section("budget")).toContain('href="/fr/argent?year=2022"');
  });

  it("are kept day by day, and drawn once there are two", async () => {
    expect(await page("/fr/compteurs")).toContain("Il faut deux jours");
    const { db, services } = register;
    await keepCounts(db, services.published, "2026-01-01");
    await keepCounts(db, services.published, "2026-01-02");
    await keepCounts(db, services.published, "2026-01-02");
    const days = await db
      .selectFrom("counterDay")
      .select(["counter", "value"])
      .where("counter", "in", ["projects", "awarded"])
      .orderBy("counter")
      .execute();
    expect(days.map(({ counter, value }) => [counter, Number(value)])).toEqual([
      ["awarded", 12_101_001],
      ["awarded", 12_101_001],
      ["projects", 1],
      ["projects", 1],
    ]);
    expect(await page("/fr/compteurs")).toContain('id="drift-projects');
  });

  it("refuse to compare money with a number of records", async () => {
    await expect(
      register.make("figure", {
        name: { fr: "Faux" },
        description: { fr: "x" },
        series: "faux",
        value: 1,
        unit: { fr: "x" },
        asOf: "2022",
        perimeter: { fr: "x" },
        source: "page-de-2022",
        quote: "x",
        counter: "awarded",
      }),
    ).rejects.toThrow("counter_of_measure");
  });
});

describe("the page of the water bill", () => {
  it("says that there is no scheme where there is none", async () => {
    expect(await page("/fr/facture-eau")).toContain("pas de dispositif");
  });

  it("reckons with what was published, and tells faults beside their fields", async () => {
    const { make, city } = register;
    const programme = await make("programme", { name: { fr: "Solidarité eau" }, type: "scheme" });
    await make("figure", {
      name: { fr: "Part de la facture" },
      description: { fr: "Contribution" },
      series: "facture",
      value: 0.6,
      measure: "money",
      currency: "EUR",
      unit: { fr: "euros par an" },
      asOf: "2022",
      perimeter: { fr: "Famille de quatre" },
      source: "page-de-2022",
      quote: "environ 60 cts",
      programme,
    });
    Object.assign(city, { waterBill: { programme, household: "facture", people: 4, cap: null, sources: ["water"] } });
    expect(await page("/fr/facture-eau")).not.toContain("bill-result");
    const answer = await page("/fr/facture-eau?volume=120&rate=4,34&people=2");
    expect(answer).toMatch(/520,80\u00a0€[\s\S]*5,20\u00a0€ au plus[\s\S]*0,30\u00a0€/);
    const wrong = await page('/fr/facture-eau?volume=abc&people="><script>&share=0');
    expect(wrong.match(/aria-invalid="true"/g)).toHaveLength(4);
    expect(wrong).toContain('value="abc"');
    expect(wrong).not.toContain("bill-result");
    expect(await page("/fr/facture-eau")).toMatch(/2022[\s\S]*7,00|7\u00a0€/);
  });
});

describe("results beside the money", () => {
  it("tell targets, what was reached and the money of the programme, never a cost for each", async () => {
    const html = await page("/fr/argent");
    expect(html).toMatch(/Points d’eau[\s\S]*80\u00a0?\s?%/);
    expect(html).toContain("L’un n’est pas divisé par l’autre");
    expect(html).toMatch(/Plus tard que prévu/);
  });
});
