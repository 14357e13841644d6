import { inFrench, save, uniqueName } from "./support/forms.ts";
import { expect, test } from "./support/test.ts";

test("two officers edit one record: the second sees both versions and loses nothing", async ({ signedIn, axe }) => {
  const [alice, bruno] = [await signedIn("alice"), await signedIn("bruno")];
  const name = uniqueName("Jardin partagé");
  const file = uniqueName("2026");
  await alice.goto("/bureau/projets/nouveau");
  await inFrench(alice, "Titre").fill(name);
  await save(alice);
  await expect(alice.getByRole("status")).toHaveText("Brouillon créé.");
  const record = new URL(alice.url()).pathname;

  await bruno.goto(record);
  await inFrench(alice, "Description").fill("Le texte d’Alice.");
  await save(alice);
  await expect(alice.getByRole("status")).toHaveText("Enregistré.");

  await inFrench(bruno, "Description").fill("Le texte de Bruno.");
  await bruno.getByLabel("Numéro de dossier").fill(file);
  await save(bruno);
  const conflict = bruno.getByRole("alert");
  await expect(conflict.getByRole("heading", { name: "Quelqu’un d’autre a enregistré cette fiche entre-temps" })).toBeVisible();
  await expect(conflict).toContainText("Le texte d’Alice.");
  await expect(conflict).toContainText("Le texte de Bruno.");
  await expect(inFrench(bruno, "Description")).toHaveValue("Le texte de Bruno.");
  await expect(bruno.getByLabel("Numéro de dossier")).toHaveValue(file);
  await axe(bruno);

  await save(bruno, "Enregistrer ma version");
  await expect(bruno.getByRole("status")).toHaveText("Enregistré.");
  await expect(inFrench(bruno, "Description")).toHaveValue("Le texte de Bruno.");
  // What Alice wrote is still in the history.
  await bruno.getByRole("link", { name: "Historique" }).click();
  await expect(bruno.getByRole("main")).toContainText("d’Alice");
});
