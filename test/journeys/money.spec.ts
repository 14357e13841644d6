import { expect, test } from "./support/test.ts";

const words = {
  fr: {
    money: "/fr/argent",
    title: "L’argent",
    year: "Année",
    filter: "Filtrer",
    table: "Les mêmes chiffres en tableau",
    years: "annees",
    countries: "pays",
    perimeter: "Ce qui est compté ici, et ce qui ne l’est pas",
    bill: "Ce que paie votre facture d’eau",
    volume: /consommation par an/,
    rate: /prix du mètre cube/,
    people: "Personnes du foyer",
    reckon: "Calculer",
    most: /5,20\s€ au plus/,
    fault: "Écrivez un nombre, par exemple 120 ou 4,35.",
    counters: "Compteurs comparés",
    published: "plus de 70 pactes",
  },
  en: {
    money: "/en/money",
    title: "The money",
    year: "Year",
    filter: "Filter",
    table: "The same numbers as a table",
    years: "years",
    countries: "countries",
    perimeter: "What is counted here, and what is not",
    bill: "What your water bill pays for",
    volume: /consumption in a year/,
    rate: /price of a cubic metre/,
    people: "People in the household",
    reckon: "Reckon",
    most: /€5\.20 at most/,
    fault: "Write a number, for instance 120 or 4.35.",
    counters: "Counters compared",
    published: "more than 70 pacts",
  },
} as const;

for (const locale of ["fr", "en"] as const) {
  test(`the money is read, narrowed and taken; a bill is reckoned; counters are compared (${locale})`, async ({ page, axe }) => {
    const w = words[locale];
    await page.goto(w.money);
    await expect(page.getByRole("heading", { level: 1, name: w.title })).toBeVisible();
    // The drawing has a name, the table holds the same numbers, and the file is the table.
    const figure = page.locator(`#${w.countries}`);
    await expect(figure.getByRole("img").last()).toBeVisible();
    await figure.getByText(w.table).click();
    const rows = await figure.locator("tbody tr").count();
    expect(rows).toBeGreaterThan(20);
    const file = await (await page.request.get((await figure.getByRole("link", { name: "CSV" }).getAttribute("href"))!)).text();
    expect(file.trim().split("\r\n")).toHaveLength(rows + 2);
    await axe(page);

    await page.getByLabel(w.year, { exact: true }).selectOption("2022");
    await page.getByRole("button", { name: w.filter }).click();
    await expect(page).toHaveURL(/year=2022/);
    await page.locator(`#${w.years}`).getByText(w.table).click();
    await expect(page.locator(`#${w.years} tbody tr`)).toHaveCount(1);
    await expect(page.locator(`#${w.years}`).getByRole("link", { name: "CSV" })).toHaveAttribute("href", /year=2022/);
    await expect(page.getByRole("table", { name: w.perimeter })).toContainText("15");

    await page.getByRole("main").getByRole("link", { name: w.bill }).click();
    await page.getByLabel(w.volume).fill("beaucoup");
    await page.getByLabel(w.rate).fill("4,34");
    await page.getByRole("button", { name: w.reckon }).click();
    await expect(page.getByLabel(w.volume)).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByRole("alert")).toContainText(w.fault);
    await expect(page.getByLabel(w.rate)).toHaveValue("4,34");
    await axe(page);
    await page.getByLabel(w.volume).fill("120");
    await page.getByLabel(w.people).fill("4");
    await page.getByRole("button", { name: w.reckon }).click();
    await expect(page.getByRole("status")).toContainText(w.most);

    await page.goto(w.money);
    await page.getByRole("main").getByRole("link", { name: w.counters }).click();
    const pacts = page.getByRole("row", { name: new RegExp(w.published) }).first();
    await expect(pacts).toContainText("30");
    await axe(page);
    await page.setViewportSize({ width: 320, height: 700 });
    for (const path of [w.money, page.url()]) {
      await page.goto(path);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), path).toBeLessThanOrEqual(0);
    }
  });
}
