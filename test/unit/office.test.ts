import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { officeHref } from "../../src/office/addresses.ts";
import { kindNames, kindOf } from "../../src/register/kinds.ts";
import { editRecord } from "../../src/register/record/actions.ts";
import { findRecord } from "../../src/register/record/store.ts";
import { type Browser, type OfficeSite, openOffice, PASSWORD, valueIn } from "./office-site.ts";

let site: OfficeSite;
let officer: Browser;
let reader: Browser;
beforeAll(async () => {
  site = await openOffice({ paris: true });
  [officer, reader] = [await site.as("officer"), await site.as("reader")];
});
afterAll(() => site.drop());

const stands = async (kind: Parameters<typeof kindOf>[0], id: string) => (await findRecord(site.db, kindOf(kind), id))!;
const create = async (fields: Record<string, string | string[]>, kind = "projets") => {
  const made = await officer.post(`/bureau/${kind}/nouveau`, { state: "running", currency: "EUR", ...fields });
  expect(made.status, made.text.match(/error-summary.*?<\/div>/s)?.[0]).toBe(303);
  return new URL(made.location!, "http://x").pathname.split("/").at(-1)!;
};

describe("every page", () => {
  const paths = [
    "/bureau",
    "/bureau/compte",
    "/bureau/personnes",
    "/bureau/import",
    "/bureau/import/projets",
    ...kindNames.flatMap((kind) => [
      officeHref(kind),
      officeHref(kind, "nouveau"),
      officeHref(kind, "x"),
      officeHref(kind, "x", "historique"),
      officeHref(kind, "x", "apercu"),
    ]),
  ];
  it("without a session leads to sign-in, and writes nothing", async () => {
    for (const path of paths) {
      const answer = await site.browser().get(path);
      expect([path, answer.status, answer.location?.startsWith("/bureau/connexion?retour=")]).toEqual([path, 302, true]);
      const sent = await site.browser().post(path, { do: "save" });
      expect([path, sent.status]).toEqual([path, 401]);
    }
  });
  it("is kept by no cache", async () => {
    for (const path of ["/bureau", "/bureau/connexion", "/bureau/projets", "/bureau/projets/nouveau"])
      expect((await officer.get(path)).headers.get("cache-control")).toContain("no-store");
  });
  it("opens for an officer, in both languages, with one title and every word", async () => {
    for (const kind of kindNames) {
      const table = kindOf(kind).name;
      const [row] = await site.db
        .selectFrom(table as "partner")
        .select("id")
        .limit(1)
        .execute();
      for (const path of [
        officeHref(kind),
        officeHref(kind, "nouveau"),
        ...(row ? [officeHref(kind, row.id), officeHref(kind, row.id, "historique")] : []),
      ]) {
        for (const language of ["fr", "en"]) {
          const answer = await officer.get(`${path}?langue=${language}`);
          expect([path, answer.status]).toEqual([path, 200]);
          expect(answer.text.match(/<h1/g)).toHaveLength(1);
          expect(answer.text).toContain(`<html lang="${language}">`);
          const words = answer.text.replace(/<[^>]*>/g, " ");
          expect(words.match(/\b(office|field|choice|kind|status|problem)\.[a-z][\w.]+/)?.[0]).toBeUndefined();
        }
      }
    }
    await officer.get("/bureau?langue=fr");
  });
  it("of accounts is an administrator's", async () => {
    const refused = await officer.get("/bureau/personnes");
    expect([refused.status, refused.text.includes("Peuvent ouvrir cette page : administration")]).toEqual([403, true]);
    expect((await officer.post("/bureau/personnes", { do: "invite", role: "administrator" })).status).toBe(403);
  });
  it("that is not there says so in the frame of the office, with its menu", async () => {
    for (const path of ["/bureau/rien-ici", "/bureau/projets/rien-ici", "/bureau/dossiers/rien-ici"]) {
      const missing = await officer.get(path);
      expect([path, missing.status]).toEqual([path, 404]);
      expect(missing.text).toContain('class="office-nav"');
      expect(missing.text).toContain("Revenir au bureau");
    }
  });
});

describe("a form", () => {
  it("comes back with exactly what was typed, and says what is wrong where", async () => {
    const typed = {
      "name.fr": 'Un <b>"titre"</b> & co',
      "name.en": "",
      plannedStart: "hier",
      budgetCents: "1,234",
      currency: "EUR",
      state: "running",
      "countries.count": "1",
      "countries.0.country": "SN",
      "countries.0.percentage": "50",
    };
    const answer = await officer.post("/bureau/projets/nouveau", typed);
    expect(answer.status).toBe(422);
    for (const [name, value] of Object.entries(typed)) expect([name, valueIn(answer.text, name)]).toEqual([name, value]);
    expect(answer.text).toContain('href="#f-plannedStart"');
    expect(answer.text).toContain('href="#f-budgetCents"');
  });

  it("saves a draft, reads money as it is typed, and shows it again", async () => {
    const id = await create({ "name.fr": "Puits de Kayes", budgetCents: "1 234,50", "countries.count": "1", "countries.0.country": "ML" });
    expect((await stands("project", id)).document).toMatchObject({
      budgetCents: 123_450,
      countries: [{ country: "ML", percentage: null }],
    });
    expect(valueIn((await officer.get(`/bureau/projets/${id}`)).text, "budgetCents")).toBe("1234,50");
  });

  it("adds and takes lines away without losing a word, and finds records by name", async () => {
    const added = await officer.post("/bureau/projets/nouveau", {
      "name.fr": "Avec lignes",
      plannedStart: "n’importe quoi",
      "partners.count": "1",
      "partners.0.role": "lead",
      do: "add:partners",
    });
    expect(added.status).toBe(200);
    expect(valueIn(added.text, "partners.count")).toBe("2");
    expect(valueIn(added.text, "plannedStart")).toBe("n’importe quoi");
    const found = await officer.post("/bureau/projets/nouveau", {
      "name.fr": "Avec lignes",
      "partners.count": "1",
      "partners.0.organisation": "radio er",
      do: "find:partners.0.organisation",
    });
    expect(found.text).toContain('value="pick:partners.0.organisation=radio-erena"');
    const picked = await officer.post("/bureau/projets/nouveau", {
      "name.fr": "Avec lignes",
      "partners.count": "1",
      "partners.0.organisation": "radio er",
      do: "pick:partners.0.organisation=radio-erena",
    });
    expect(valueIn(picked.text, "partners.0.organisation")).toBe("radio-erena");
  });

  it("takes a name for a record", async () => {
    const id = await create({
      "name.fr": "Par le nom",
      "partners.count": "1",
      "partners.0.organisation": "Radio Erena",
      "partners.0.role": "lead",
    });
    expect((await stands("project", id)).document.partners).toMatchObject([{ organisation: "radio-erena", role: "lead" }]);
  });

  it("keeps a picture by what it is, whatever it is called", async () => {
    const png = await sharp({ create: { width: 2, height: 3, channels: 3, background: "#a40" } })
      .png()
      .toBuffer();
    const fields = { "name.fr": "Image", "alt.fr": "Deux points", credit: "Ville" };
    const wrong = await officer.post("/bureau/images/nouveau", {
      ...fields,
      "file.upload": new File(["<svg/>"], "x.png", { type: "image/png" }),
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain("PNG, JPEG, WebP, GIF");
    // Refused, the file is not also said to be missing.
    expect(wrong.text.match(/<a href="#f-file">/g)).toHaveLength(1);
    const made = await officer.post("/bureau/images/nouveau", { ...fields, "file.upload": new File([new Uint8Array(png)], "../../é.png") });
    expect(made.status).toBe(303);
    const row = await site.db.selectFrom("file").selectAll().where("mediaType", "=", "image/png").executeTakeFirstOrThrow();
    expect(row).toMatchObject({ width: 2, height: 3 });
    expect(row.name).not.toContain("/");
    // What was sent is not asked for again when another field is wrong.
    const kept = await officer.post("/bureau/images/nouveau", {
      "name.fr": "Image 2",
      "file.upload": new File([new Uint8Array(png)], "b.png"),
    });
    expect(kept.status).toBe(422);
    expect(valueIn(kept.text, "file")).toBe(row.sha256);
  });

  it("shows the picture of a draft in its preview, to the office alone", async () => {
    const picture = await site.db.selectFrom("media").select(["id", "file"]).executeTakeFirstOrThrow();
    const id = await create({ "name.fr": "Avec image", "media.count": "1", "media.0.media": picture.id });
    const preview = await officer.get(`/bureau/projets/${id}/apercu`);
    expect(preview.text).toContain(`src="/bureau/fichiers/${picture.file}"`);
    const file = await officer.get(`/bureau/fichiers/${picture.file}`);
    expect([file.status, file.headers.get("content-type"), file.headers.get("content-security-policy")]).toEqual([
      200,
      "image/png",
      "sandbox; default-src 'none'",
    ]);
    expect((await site.browser().get(`/bureau/fichiers/${picture.file}`)).status).toBe(302);
    expect((await site.browser().get(`/files/${picture.file}/x.png`)).status).toBe(404);
  });

  it("refuses a body that is too big before it is read", async () => {
    const answer = await officer.send("/bureau/import/projets", {
      method: "POST",
      body: "x",
      headers: {
        "content-type": "multipart/form-data; boundary=x",
        "content-length": String(200 * 1024 * 1024),
        "sec-fetch-site": "same-origin",
      },
    });
    expect(answer.status).toBe(413);
    expect(answer.text).toContain("trop gros");
  });
});

describe("two who edit one record", () => {
  const alice = { id: "alice", name: "Alice", role: "officer" } as const;
  const open = async (name: string) => {
    const id = await create({ "name.fr": name, reference: name, "description.fr": "Au début." });
    const record = await stands("project", id);
    await editRecord(
      site.db,
      "project",
      id,
      record.version,
      { ...record.document, description: { fr: "Le texte d’Alice." }, website: "https://alice.example" },
      alice,
    );
    return { id, version: record.version };
  };
  const mine = (name: string, version: number) => ({
    version: String(version),
    "name.fr": name,
    reference: `${name} bis`,
    "description.fr": "Le texte de Bruno.",
    state: "running",
    currency: "EUR",
  });

  it("both see both; what one left alone becomes what the other made of it", async () => {
    const { id, version } = await open("Conflit A");
    const answer = await officer.post(`/bureau/projets/${id}`, mine("Conflit A", version));
    expect(answer.status).toBe(409);
    expect(answer.text).toContain("Le texte d’Alice.");
    expect(valueIn(answer.text, "description.fr")).toBe("Le texte de Bruno.");
    expect(valueIn(answer.text, "reference")).toBe("Conflit A bis");
    expect(valueIn(answer.text, "website")).toBe("https://alice.example");
    expect(valueIn(answer.text, "version")).toBe(String(version + 1));
    expect((await stands("project", id)).document.description).toEqual({ fr: "Le texte d’Alice." });
  });

  it("one field is taken over with a button, the rest stays as typed, and then it is saved", async () => {
    const { id, version } = await open("Conflit B");
    await officer.post(`/bureau/projets/${id}`, mine("Conflit B", version));
    const taken = await officer.post(`/bureau/projets/${id}`, {
      ...mine("Conflit B", version + 1),
      website: "https://alice.example",
      conflict: "1",
      do: "take:description",
    });
    expect(valueIn(taken.text, "description.fr")).toBe("Le texte d’Alice.");
    expect(valueIn(taken.text, "reference")).toBe("Conflit B bis");
    expect(taken.text).toContain("Conflit B bis");
    const saved = await officer.post(`/bureau/projets/${id}`, {
      ...mine("Conflit B", version + 1),
      "description.fr": "Le texte d’Alice.",
      website: "https://alice.example",
      do: "save",
    });
    expect(saved.status).toBe(303);
    expect((await stands("project", id)).document).toMatchObject({
      description: { fr: "Le texte d’Alice." },
      reference: "Conflit B bis",
      website: "https://alice.example",
    });
  });

  it("a button of a list, or a mistake, does not make the form forget which version it read", async () => {
    const { id, version } = await open("Conflit C");
    const added = await officer.post(`/bureau/projets/${id}`, { ...mine("Conflit C", version), do: "add:countries" });
    expect(valueIn(added.text, "version")).toBe(String(version));
    const wrong = await officer.post(`/bureau/projets/${id}`, { ...mine("Conflit C", version), plannedStart: "hier" });
    expect(valueIn(wrong.text, "version")).toBe(String(version));
    expect((await officer.post(`/bureau/projets/${id}`, mine("Conflit C", version))).status).toBe(409);
  });
});

describe("a session that has ended", () => {
  it("costs nothing of what was typed", async () => {
    const browser = site.browser();
    const sent = await browser.post("/bureau/projets/nouveau", {
      "name.fr": "Écrit <hors> session",
      themes: ["water", "health"],
      do: "save",
    });
    expect(sent.status).toBe(401);
    const back = await browser.post("/bureau/connexion", {
      email: "officer@ville.example",
      password: PASSWORD,
      retour: valueIn(sent.text, "retour")!,
      "_resent.name.fr": valueIn(sent.text, "_resent.name.fr")!,
      "_resent.themes": ["water", "health"],
      "_resent.do": "save",
    });
    expect(back.status).toBe(200);
    expect(back.text).toContain('action="/bureau/projets/nouveau"');
    expect(valueIn(back.text, "name.fr")).toBe("Écrit <hors> session");
    expect(back.text.match(/name="themes"/g)).toHaveLength(2);
  });
});

describe("states", () => {
  it("are moved from the buttons, and what stands in the way is named and can be published too", async () => {
    const network = await create({ "name.fr": "Réseau en brouillon" }, "reseaux");
    const partner = await create({ "name.fr": "Partenaire en brouillon", type: "institution", network }, "partenaires");
    const refused = await officer.post(`/bureau/partenaires/${partner}/etat`, { do: "publish" });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain("Réseau en brouillon");
    expect((await officer.get("/bureau")).text).toContain("Réseau en brouillon");
    expect((await officer.post(`/bureau/partenaires/${partner}/etat`, { do: "publish", also: "1" })).status).toBe(303);
    expect([(await stands("partner", partner)).status, (await stands("network", network)).status]).toEqual(["published", "published"]);
    expect((await site.browser().get(`/fr/partenaires/${partner}`)).status).toBe(200);
  });

  it("are all or none when one in the way is archived", async () => {
    const [archived, draft] = [
      await create({ "name.fr": "Réseau archivé" }, "reseaux"),
      await create({ "name.fr": "Organisme en brouillon", type: "22", noIdentifier: "unknown" }, "organismes"),
    ];
    await officer.post(`/bureau/reseaux/${archived}/etat`, { do: "archive" });
    const partner = await create({ "name.fr": "Retenu", type: "institution", network: archived, organisation: draft }, "partenaires");
    expect((await officer.post(`/bureau/partenaires/${partner}/etat`, { do: "publish", also: "1" })).status).toBe(409);
    expect((await stands("organisation", draft)).status).toBe("draft");
  });

  it("of all drafts of a selection change with one button", async () => {
    for (let i = 0; i < 3; i++) await create({ "name.fr": `Sélection entière ${i}` });
    const answer = await officer.post("/bureau/projets?q=selection%20entiere", { do: "all" });
    expect(answer.text).toContain("3 fiches publiées");
  });

  it("of several drafts change from the list", async () => {
    const ids = [await create({ "name.fr": "Lot un" }), await create({ "name.fr": "Lot deux" })];
    const answer = await officer.post("/bureau/projets?q=lot", { id: ids });
    expect(answer.status).toBe(200);
    expect((await stands("project", ids[1]!)).status).toBe("published");
  });
});

describe("the history", () => {
  it("says in words what changed, and puts a version back", async () => {
    const id = await create({
      "name.fr": "Avec histoire",
      "description.fr": "Un texte ancien.",
      "countries.count": "1",
      "countries.0.country": "SN",
    });
    const { version } = await stands("project", id);
    await officer.post(`/bureau/projets/${id}`, {
      version: String(version),
      "name.fr": "Avec histoire",
      "description.fr": "Un texte nouveau.",
      state: "finished",
      currency: "EUR",
      "countries.count": "1",
      "countries.0.country": "ML",
    });
    const page = (await officer.get(`/bureau/projets/${id}/historique`)).text;
    expect(page).toContain("<del>ancien");
    expect(page).toContain("<ins>nouveau");
    expect(page).toContain("Terminé");
    expect(page).toContain("Mali");
    expect((await officer.post(`/bureau/projets/${id}/restaurer`, { version: String(version) })).status).toBe(303);
    expect((await stands("project", id)).document).toMatchObject({
      description: { fr: "Un texte ancien." },
      countries: [{ country: "SN" }],
    });
  });
});

describe("a reader", () => {
  it("sees and writes nothing", async () => {
    const id = await create({ "name.fr": "Lu seulement" });
    const before = await stands("project", id);
    const page = await reader.get(`/bureau/projets/${id}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain("disabled");
    expect(page.text).not.toContain('value="publish"');
    expect((await reader.get("/bureau/projets")).text).not.toContain("/bureau/projets/nouveau");
    for (const [path, fields] of [
      ["/bureau/projets/nouveau", { "name.fr": "Non", state: "running", currency: "EUR" }],
      [`/bureau/projets/${id}`, { version: String(before.version), "name.fr": "Non", state: "running", currency: "EUR" }],
      [`/bureau/projets/${id}/etat`, { do: "publish" }],
      [`/bureau/projets/${id}/etat`, { do: "publish", also: "1" }],
      [`/bureau/projets/${id}/restaurer`, { version: "1" }],
      ["/bureau/projets", { id }],
      ["/bureau/import/projets", { file: new File(["Titre\nNon\n"], "x.csv") }],
    ] as [string, Record<string, string | File>][]) {
      const answer = await reader.post(path, fields);
      expect([path, answer.status >= 400 && answer.status < 500]).toEqual([path, true]);
    }
    expect(await stands("project", id)).toEqual(before);
  });
});

describe("an import", () => {
  it("is checked, confirmed, and then is there as drafts", async () => {
    const checked = await officer.post("/bureau/import/partenaires", {
      file: new File(["Nom;Type;Pays\nVille importée;Ville;SN\n"], "p.csv"),
    });
    expect(checked.status).toBe(200);
    const done = await officer.post("/bureau/import/partenaires", {
      confirm: valueIn(checked.text, "confirm")!,
      digest: valueIn(checked.text, "digest")!,
    });
    expect(done.text).toContain("Import terminé");
    expect(await stands("partner", "ville-importee")).toMatchObject({ status: "draft", document: { type: "city", country: "SN" } });
    const twice = await officer.post("/bureau/import/partenaires", {
      confirm: valueIn(checked.text, "confirm")!,
      digest: valueIn(checked.text, "digest")!,
    });
    expect(twice.text).toContain("Le registre a changé");
  });
  it("gives templates that it reads itself", async () => {
    for (const kind of ["partenaires", "projets", "organismes", "subventions"]) {
      const answer = await officer.get(`/bureau/import/${kind}/modele.csv`);
      expect(answer.status).toBe(200);
      expect(answer.text).not.toMatch(/(^|;)["']?[=+@-]/);
      expect((await officer.get(`/bureau/import/${kind}/modele.xlsx`)).status).toBe(200);
    }
  });
});
