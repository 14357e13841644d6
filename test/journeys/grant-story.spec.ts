import { pdfOf } from "../../src/platform/intake/testing.ts";
import { cast, fill, mailedLink, press, type Somebody } from "./support/people.ts";
import { siretWith } from "./support/siret.ts";
import { expect, type Page, test } from "./support/test.ts";

const pdf = (name: string) => ({ name, mimeType: "application/pdf", buffer: Buffer.from(pdfOf()) });
const local = (at: Date) => {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris", dateStyle: "short", timeStyle: "medium" }).format(at);
  return parts.replace(" ", "T");
};
const day = (at: Date) => local(at).slice(0, 10);
const today = day(new Date());
const inDays = (days: number) => day(new Date(Date.now() + days * 86_400_000));

/** Saves a section and goes on to the next. */
async function goOn(page: Page, next: string): Promise<void> {
  await press(page, "continue");
  await expect(page).toHaveURL(new RegExp(`/${next}$`), { timeout: 20_000 });
}

async function saved(page: Page): Promise<void> {
  await page.locator('.form-actions button[value="save"]').click();
  await expect(page).toHaveURL(/enregistre=1/, { timeout: 20_000 });
}

/** Fills what a section of the form asks: a word for a text, yes for a choice. */
async function answerAll(page: Page): Promise<void> {
  for (const area of await page.locator(".section-form textarea:visible").all()) await area.fill("Réponse précise, en quelques mots.");
  for (const input of await page.locator('.section-form input[type="text"]:visible, .section-form input:not([type]):visible').all())
    if ((await input.inputValue()) === "") await input.fill("Réponse courte");
  for (const group of await page.locator(".section-form fieldset:has(input[type=radio]):visible").all())
    await group.locator("input[type=radio]").last().check();
  for (const group of await page.locator(".section-form fieldset:has(input[type=checkbox]):visible").all())
    await group.locator("input[type=checkbox]").first().check();
}

/** An association writes its whole file, up to the button that sends it. Returns its address. */
async function writeFile(who: Somebody, edition: string, title: string, options: { without?: string } = {}): Promise<string> {
  const { page } = who;
  await page.goto("/espace/organismes/nouveau");
  await fill(page, {
    name: `Association ${title}`,
    legalForm: "association_1901",
    siret: siretWith("5"),
    foundedOn: "2012-05-14",
    country: "FR",
    postalCode: "75011",
  });
  await page.locator("main form:has([name=siret]) button[type=submit]").last().click();
  await expect(page).toHaveURL(/organismes\/[0-9a-f-]{36}/);
  await page.goto(`/espace/candidater/${edition}`);
  await press(page, "start");
  await expect(page).toHaveURL(/\/espace\/demandes\/[0-9a-f-]{36}/);
  const file = /\/espace\/demandes\/[0-9a-f-]{36}/.exec(page.url())![0];

  await page.goto(`${file}/projet`);
  await fill(page, {
    title,
    summary: "Un réseau d’eau pour quatre villages, géré par la commune.",
    startsOn: inDays(120),
    endsOn: inDays(480),
  });
  await goOn(page, "lieux");
  await fill(page, {
    "places.0.country": "SN",
    "places.0.name": `Dagana ${title}`,
    "places.0.latitude": "16,51",
    "places.0.longitude": "-15,51",
  });
  await goOn(page, "partenaires");
  await fill(page, {
    "partners.0.name": "Commune de Dagana",
    "partners.0.country": "SN",
    "partners.0.kind": "local_authority",
    "partners.0.role": "Maître d’ouvrage",
  });
  await goOn(page, "questions");
  await answerAll(page);
  await goOn(page, "budget");
  await fill(page, { "asked.water": "80 000" });
  await line(page, "expenses", "e60", { cents: "150 000,00" });
  await saved(page);
  await line(page, "expenses", "e64", { cents: "50 000" });
  await line(page, "resources", "r74-state", { funder: "Agence de l’eau", cents: "90 000" });
  await saved(page);
  await line(page, "resources", "r75", { funder: "Association", cents: "30 000" });
  await goOn(page, "indicateurs");
  // What is asked for; the last line is one's own, and stays empty.
  for (const [name, value] of [
    ["target", "1 200"],
    ["baseline", "0"],
  ] as const)
    for (const input of (await page.locator(`.section-form input[name$=".${name}"]`).all()).slice(0, -1)) await input.fill(value);
  await goOn(page, "documents");
  // Documents, one form each: the first file of each requirement.
  for (;;) {
    const form = page.locator('form:has(input[type="file"][required]):has(input[name="requirement"])');
    const wanted: string[] = [];
    for (const one of await form.all()) {
      const code = await one.locator('input[name="requirement"]').inputValue();
      if (
        code !== options.without &&
        (await page.locator(`form:has(input[name="file"][type="hidden"]) input[name="requirement"][value="${code}"]`).count()) === 0
      )
        wanted.push(code);
    }
    if (wanted.length === 0) break;
    const own = page.locator(`form:has(input[type="file"]):has(input[name="requirement"][value="${wanted[0]}"])`).first();
    await own.locator('input[type="file"]').setInputFiles(pdf(`${wanted[0]}.pdf`));
    await Promise.all([page.waitForURL(/documents/), own.locator("button[type=submit]").click()]);
    await expect(page.locator(`input[name="requirement"][value="${wanted[0]}"]`).nth(1)).toBeAttached();
  }
  await page.goto(`${file}/engagements`);
  for (const box of await page.locator('.section-form input[type="checkbox"]').all()) await box.check();
  await fill(page, { "bankAccount.holder": `Association ${title}`, "bankAccount.iban": "FR76 3000 6000 0112 3456 7890 189" });
  await goOn(page, "envoi");
  return file;
}

/** The last page: everything that will be sent, and the button. */
async function send(page: Page): Promise<void> {
  const button = page.locator("main form button[type=submit]").last();
  await expect(button, (await page.locator("main").innerText()).slice(0, 1500)).toBeEnabled();
  await button.click();
}

/** Answers yes to every item of a list, and signs. */
async function checkAll(page: Page, list: string): Promise<void> {
  const form = page.locator(`form:has(button[value="checks:${list}"])`);
  for (const select of await form.locator('select[name^="verdict."]').all()) await select.selectOption("yes");
  await form.locator(`button[value="checks:${list}"]`).click();
  await page.waitForURL(/fait=/, { timeout: 15_000 });
}

/** One line of the budget: the empty one at the end of a side. */
async function line(page: Page, side: "expenses" | "resources", code: string, values: Record<string, string>): Promise<void> {
  const select = page.locator(`select[name^="budget.${side}."][name$=".line"]`).last();
  const prefix = (await select.getAttribute("name"))!.replace(/line$/, "");
  await select.selectOption(code);
  await fill(page, Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value])));
}

test("seven people carry a water edition from the call to the closed grant", async ({
  browser,
  site,
  officerPage: admin,
  javaScriptEnabled,
}) => {
  test.setTimeout(900_000);
  const people = cast(browser, site, admin, { javaScriptEnabled });
  const code = `EAU-${Date.now().toString(36).toUpperCase()}`;
  const year = 2029 + Math.floor(Math.random() * 100);
  try {
    const officer = await people.colleague("Ola Officier", "officer");
    const finance = await people.colleague("Fanta Finances", "finance");
    const council = await people.colleague("Coline Conseil", "council");
    const ines = await people.colleague("Inès Experte", "assessor");
    const jean = await people.colleague("Jean Expert", "assessor");

    await test.step("finance opens the gauges and the envelopes of three years", async () => {
      for (const one of [year, year + 1, year + 2]) {
        await finance.page.goto(`/bureau/enveloppes?annee=${one}`);
        await fill(finance.page, {
          "gauge.year": String(one),
          "gauge.source": "water",
          "gauge.revenueCents": "90 000 000",
          "gauge.capCents": "1 000 000",
        });
        await press(finance.page, "gauge");
        await expect(finance.page.getByRole("status")).toContainText("Plafond enregistré");
        await fill(finance.page, {
          "envelope.year": String(one),
          "envelope.programme": "solidae",
          "envelope.source": "water",
          "envelope.aeCents": one === year ? "120 000" : "0",
          "envelope.cpCents": "100 000",
          "envelope.reason": "Budget primitif",
        });
        await press(finance.page, "envelope");
        await expect(finance.page.getByRole("status")).toContainText("Enveloppe ouverte");
      }
    });

    const edition = await test.step("the officer copies the model, sets its hours and publishes the call", async () => {
      const { page } = officer;
      await page.goto("/bureau/editions/solidae-modele/copier");
      await page.locator("main form input").nth(0).fill(code);
      await page.locator("main form input").nth(1).fill(String(year));
      await page.getByRole("button", { name: "Copier" }).click();
      await expect(page).toHaveURL(/\/bureau\/editions\/(?!solidae-modele)[^/?]+/);
      const id = /\/bureau\/editions\/([^/?]+)/.exec(page.url())![1]!;
      // The last hour of a day closes on the next: the jury sits no earlier.
      const closesAt = local(new Date(Date.now() + 3_600_000));
      const closingDay = closesAt.slice(0, 10);
      await fill(page, {
        "name.fr": `SOLIDAE eau ${code}`,
        "name.en": `SOLIDAE water ${code}`,
        opensAt: local(new Date(Date.now() - 60_000)),
        closesAt,
        informationAt: "",
        juryOn: closingDay,
        councilOn: closingDay,
        resultsOn: closingDay,
      });
      await page.locator('.form-actions button[value="save"], .form-actions button').first().click();
      await expect(page.getByRole("status")).toBeVisible();
      await press(page, "publish");
      await expect(page.getByRole("status")).toContainText("Publié");
      return id;
    });

    const [awa, louis] = [await people.applicant("Awa Diop"), await people.applicant("Louis Marchand")];
    const [bea, chloe] = [await people.applicant("Bea Sarr"), await people.applicant("Chloé Ba")];
    const file = await test.step("an association reads the call, writes its file and sends it", async () => {
      await awa.page.goto(`/fr/appels/${edition}`);
      await expect(awa.page.getByRole("heading", { level: 1 })).toContainText(code);
      const own = await writeFile(awa, edition, `Awa ${code}`);
      await awa.page.goto(`${own}/envoi`);
      await send(awa.page);
      await expect(awa.page).toHaveURL(/accuse/);
      await expect(awa.page.locator("main")).toContainText(`${code}-0001`);
      return own;
    });
    await test.step("its treasurer joins it", async () => {
      await awa.page.goto("/espace");
      await awa.page.locator('main a[href^="/espace/organismes/"]').last().click();
      await awa.page.getByRole("link", { name: "Membres" }).click();
      await fill(awa.page, { email: louis.email, role: "contributor" });
      await press(awa.page, "invite");
      await louis.page.goto(await mailedLink(admin, louis.email, "/espace/invitation"));
      await louis.page.locator("main form button[type=submit]").first().click();
      await louis.page.goto(file);
      await expect(louis.page.locator("main")).toContainText(`${code}-0001`);
    });
    const second = await test.step("another sends its file without a document that may follow", async () => {
      const own = await writeFile(bea, edition, `Bea ${code}`, { without: "accounts" });
      await bea.page.goto(`${own}/envoi`);
      await send(bea.page);
      await expect(bea.page.locator("main")).toContainText(`${code}-0002`);
      return own;
    });
    await test.step("a third sends one second late: refused, and nothing of it is lost", async () => {
      const own = await writeFile(chloe, edition, `Chloe ${code}`);
      await chloe.page.goto(`${own}/envoi`);
      const closesAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 8_000);
      await officer.page.goto(`/bureau/editions/${edition}`);
      await fill(officer.page, { closesAt: local(closesAt) });
      await officer.page.locator('.form-actions button[value="save"], .form-actions button').first().click();
      await expect(officer.page.getByRole("status")).toBeVisible();
      await chloe.page.waitForTimeout(Math.max(0, closesAt.getTime() + 1_000 - Date.now()));
      await chloe.page.locator("main form button[type=submit]").last().click();
      await expect(chloe.page.getByRole("alert")).toContainText("seconde");
      await chloe.page.goto(`${own}/projet`);
      await expect(chloe.page.locator("main")).toContainText(`Chloe ${code}`);
    });

    const [one, two] = await test.step("the officer finds both files, and assigns them", async () => {
      const { page } = officer;
      await page.goto(`/bureau/dossiers?edition=${edition}&sort=number`);
      await expect(page.locator("main table tbody tr")).toHaveCount(2);
      const links = await page
        .locator('main table a[href^="/bureau/dossiers/"]')
        .evaluateAll((all) => all.map((link) => [link.textContent ?? "", link.getAttribute("href") ?? ""]));
      const path = (number: string) => links.find(([text]) => text?.includes(number))![1]!;
      return [path(`${code}-0001`), path(`${code}-0002`)];
    });
    await test.step("the second is asked for its accounts, and sends them", async () => {
      const { page } = officer;
      await page.goto(two);
      if (await page.locator("#piece-question").isHidden()) await page.locator("#pieces details summary").first().click();
      await fill(page, { requirement: "accounts", question: "Merci d’envoyer vos derniers comptes approuvés." });
      await press(page, "piece");
      await bea.page.goto(second);
      await bea.page.locator('form:has(input[name="piece"]) input[type="file"]').setInputFiles(pdf("comptes.pdf"));
      await bea.page.locator('form:has(input[name="piece"]) button[type="submit"]').last().click();
      await expect(bea.page.getByRole("link", { name: "comptes.pdf" })).toBeVisible();
      await bea.page.locator('textarea[name="answer"]').fill("Voici nos comptes de l’année dernière.");
      await bea.page.locator("form:has(textarea[name=answer]) button[type=submit]").click();
      await expect(bea.page.locator("main")).toContainText("Voici nos comptes");
    });
    await test.step("both are checked, admitted, and given to the assessors", async () => {
      const { page } = officer;
      await page.goto(`/bureau/evaluations/editions/${edition}`);
      for (const { name } of [ines, jean]) {
        await page
          .locator("#user")
          .selectOption({ label: (await page.locator("#user option").allTextContents()).find((text) => text.includes(name))! });
        await press(page, "add");
        await expect(page.locator("main table").first()).toContainText(name);
      }
      for (const path of [one!, two!]) {
        await page.goto(path);
        await checkAll(page, "admissibility");
        await checkAll(page, "legality");
        for (;;) {
          const pending = page
            .locator(
              'form:has(button[name="do"][value^="document:"]):has(select[name="verdict"] option[value=""][selected], select[name="verdict"] option:not([value="accepted"])[selected])',
            )
            .first();
          if ((await pending.count()) === 0) break;
          await pending.locator("select").selectOption("accepted");
          await pending.locator("button").click();
          await page.waitForLoadState();
        }
        await press(page, "admit");
        await press(page, "create-organisation");
        await press(page, "assess");
        await expect(page.locator("main")).toContainText("En évaluation");
      }
      await page.goto(`/bureau/evaluations/editions/${edition}`);
      await press(page, "assign");
    });
    await test.step("one assessor declares an interest: the first file is gone for him; the others score", async () => {
      const grid = (path: string) => path.replace("/dossiers/", "/evaluations/");
      for (const who of [ines, jean]) {
        await who.page.goto(`/bureau/evaluations/interets/${edition}`);
        await who.page.locator("main form button[type=submit]").last().click();
      }
      await jean.page.goto(grid(one!));
      if (await jean.page.locator('button[value="interest"]').isHidden())
        await jean.page.locator("details:has(button[value=interest]) summary").click();
      await jean.page.locator('form:has(button[value="interest"]) select').first().selectOption("member");
      await press(jean.page, "interest");
      expect((await jean.page.goto(grid(one!)))!.status()).toBe(404);
      for (const [who, path, score] of [
        [ines, one!, "4"],
        [ines, two!, "3"],
        [jean, two!, "2"],
      ] as const) {
        await who.page.goto(grid(path));
        for (const select of await who.page.locator('[name^="score."]').all())
          (await select.evaluate((element) => element.tagName)) === "SELECT" ? await select.selectOption(score) : await select.fill(score);
        for (const area of await who.page.locator('textarea[name^="comment."]').all()) await area.fill("Solide.");
        await press(who.page, "give");
        await expect(who.page.locator("main .notice").first()).toContainText("Avis donné");
      }
      await jean.page.goto("/bureau/evaluations");
      await expect(jean.page.locator("main")).not.toContainText(`Awa ${code}`);
    });
    await test.step("the jury ranks them under the gauge, and closes with its minutes", async () => {
      const { page } = officer;
      await page.goto(`/bureau/classement/${edition}`);
      await expect(page.locator("main table tbody tr").first()).toContainText(`${code}-0001`);
      await page.goto("/bureau/jurys");
      await fill(page, { edition, heldOn: today, place: "Hôtel de Ville" });
      await page.locator('form:has([name="heldOn"]) button[type=submit]').last().click();
      await expect(page).toHaveURL(/jurys\/[0-9a-f-]{36}/);
      const [a, b] = [one!, two!].map((path) => path.split("/").at(-1)!);
      const amounts = async (first: string) => {
        await fill(page, {
          [`decision.${a}`]: "proposed",
          [`rank.${a}`]: "1",
          [`amount.${a}.water`]: first,
          [`comment.${a}`]: "Retenu.",
          [`decision.${b}`]: "proposed",
          [`rank.${b}`]: "2",
          [`amount.${b}.water`]: "50 000",
          [`comment.${b}`]: "Retenu.",
        });
        await press(page, "decisions");
      };
      await amounts("80 000"); // 130 000 € of an envelope of 120 000 €
      await expect(page.getByRole("alert").first()).toContainText("autorisation d’engagement");
      await amounts("70 000");
      await page.locator('[name="member.name"]').first().fill("Coline Conseil");
      await press(page, "meeting");
      await press(page, "close");
      await expect(page.getByRole("link", { name: /Procès-verbal/ })).toBeVisible();
    });
    await test.step("nothing of it is public before the vote", async () => {
      for (const path of [
        `/fr/recherche?q=${code}`,
        "/fr/projets",
        `/fr/appels/${edition}`,
        "/data/subventions.csv",
        "/data/iati.xml",
        "/data/projects.csv",
      ]) {
        const text = await (await admin.request.get(path)).text();
        expect(text, path).not.toContain(`Awa ${code}`);
        expect(text, path).not.toContain(`Bea ${code}`);
      }
      await awa.page.goto(file);
      await expect(awa.page.locator("main")).not.toContainText(/propos|retenu/i);
    });
    const grants = await test.step("the council votes", async () => {
      const { page } = council;
      await page.goto("/bureau/deliberations");
      await fill(page, {
        "new.title": `Subventions pour l’eau ${code}`,
        "new.reference": `${year} DGRI ${code}`,
        "new.sessionOn": today,
        "new.statement": "Mesdames, Messieurs,",
      });
      await press(page, "new");
      await expect(page).toHaveURL(/deliberations\/[0-9a-f-]{36}/);
      for (const number of ["0001", "0002"]) await page.getByRole("checkbox", { name: `${code}-${number}` }).check();
      await press(page, "add");
      await press(page, "table");
      await fill(page, {
        "vote.votedOn": today,
        "vote.votesFor": "120",
        "vote.votesAgainst": "20",
        "vote.abstained": "3",
        "vote.notVoting": "1",
      });
      await press(page, "vote");
      await expect(page.getByRole("status")).toContainText("Vote enregistré");
      await fill(page, { "dates.transmittedOn": today, "dates.publishedOn": today });
      await press(page, "dates");
      await page.goto(`/bureau/suivi?q=${code}`);
      return page
        .locator('main table a[href^="/bureau/suivi/"]')
        .evaluateAll((all) => all.map((link) => [link.textContent ?? "", link.getAttribute("href") ?? ""] as const));
    });
    const grant = grants.find(([number]) => number.includes("0001"))![1];
    await test.step("the agreement is signed by both, and committed by finance", async () => {
      const { page } = officer;
      await page.goto(grant);
      await press(page, "convention");
      await press(page, "send");
      await awa.page.goto(file);
      await awa.page.locator('form:has([name="signatory"]) input[type="file"]').setInputFiles(pdf("convention-signee.pdf"));
      await awa.page.locator('form:has([name="signatory"]) button[type="submit"]').click();
      await expect(awa.page).toHaveURL(/fait=signe/);
      await page.goto(grant);
      await fill(page, { "sign.party": "city", "sign.signedOn": today, "sign.signatory": "La Ville", "sign.evidence": "Parapheur n° 12" });
      await press(page, "sign");
      await expect(page.getByRole("status")).toContainText("Signature enregistrée");
      await finance.page.goto(grant);
      await press(finance.page, "commit");
      await expect(finance.page.getByRole("status")).toContainText("engagée");
    });
    const pay = async (order: string) => {
      await awa.page.goto(file);
      await awa.page.locator('form:has(select[name="tranche"]) button[type="submit"]').click();
      await expect(awa.page).toHaveURL(/fait=paiement/);
      await officer.page.goto(grant);
      await press(officer.page, "check");
      await finance.page.goto(grant);
      await fill(finance.page, { orderNumber: order });
      await press(finance.page, "order");
      await fill(finance.page, { paidOn: today });
      await press(finance.page, "pay");
      await expect(finance.page.getByRole("status")).toContainText("Paiement enregistré");
    };
    const report = async (type: string, values: Record<string, string>) => {
      await louis.page.goto(file);
      await louis.page.getByRole("link", { name: type, exact: true }).click();
      for (const actual of await louis.page.locator('[name^="indicators."][name$=".actual"]').all()) await actual.fill("1 350");
      for (const on of await louis.page.locator('[name^="indicators."][name$=".actualOn"]').all()) await on.fill(today);
      for (const forecast of await louis.page.locator('[name^="accounts."][name$=".forecastCents"]').all()) {
        const path = (await forecast.getAttribute("name"))!.replace("forecastCents", "actualCents");
        await louis.page.locator(`[name="${path}"]`).fill(await forecast.inputValue());
      }
      await fill(louis.page, values);
      await press(louis.page, "send");
      const address = louis.page.url().split("?")[0]!;
      await awa.page.goto(address);
      await press(awa.page, "certify");
      await officer.page.goto(`/bureau/rapports/${address.split("/").at(-1)}`);
      await press(officer.page, "accept");
      await expect(officer.page.getByRole("status")).toContainText("accepté");
    };
    await test.step("two tranches are paid, the second once the interim report is accepted", async () => {
      await pay(`M-${code}-1`);
      await report("Compte rendu intermédiaire", { achieved: "Deux villages sont raccordés." });
      await pay(`M-${code}-2`);
    });
    await test.step("the last reports are sent, certified by a second person, accepted; the grant is closed", async () => {
      await report("Compte rendu financier", { exerciseEndsOn: today });
      await report("Compte rendu final", { endedOn: today, achieved: "Quatre villages sont raccordés." });
      await pay(`M-${code}-3`);
      await officer.page.goto(grant);
      await press(officer.page, "close");
      await expect(officer.page.getByRole("status")).toContainText("close");
    });
    await test.step("the public page, IATI and the SCDL row agree to the cent", async () => {
      const visitor = await people.open();
      await officer.page.goto(grant);
      const href = (await officer.page.getByRole("link", { name: "Voir la fiche publique" }).getAttribute("href"))!;
      await visitor.goto(href);
      const main = visitor.locator("main");
      await expect(main).toContainText(/70\s000/);
      await expect(main).toContainText(/1\s350/);
      const scdl = await (await visitor.request.get("/data/subventions.csv")).text();
      const row = scdl.split("\n").find((one) => one.includes(`Awa ${code}`));
      expect(row).toMatch(/,70000(\.00)?,/);
      const iati = await (await visitor.request.get("/data/iati.xml")).text();
      const activity = iati.split("<iati-activity ").find((one) => one.includes(`Awa ${code}`))!;
      const sum = (type: string) =>
        [...activity.matchAll(new RegExp(`<transaction-type code="${type}"/>[\\s\\S]*?<value[^>]*>([^<]+)</value>`, "g"))].reduce(
          (total, [, value]) => total + Math.round(Number(value) * 100),
          0,
        );
      expect([sum("2"), sum("3")]).toEqual([7_000_000, 7_000_000]);
      await visitor.goto(`/fr/appels/${edition}`);
      await expect(visitor.locator("main")).toContainText(`Awa ${code}`);
      await expect(visitor.locator("main")).toContainText(`Bea ${code}`);
    });
  } finally {
    await people.close();
  }
});
