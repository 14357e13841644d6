import { afterAll, beforeAll, expect, it } from "vitest";
import { secretOf } from "../../src/publishing/webhooks/signing.ts";
import { type Browser, type OfficeSite, openOffice, valueIn } from "./office-site.ts";

let site: OfficeSite;
let admin: Browser;
let officer: Browser;
beforeAll(async () => {
  site = await openOffice();
  [admin, officer] = await Promise.all([site.as("administrator", "Ada"), site.as("officer", "Ola")]);
});
afterAll(() => site.drop());

const KEYS = "/bureau/echanges/cles";
const HOOKS = "/bureau/echanges/webhooks";

it("is a way that administrators alone find", async () => {
  expect((await admin.get("/bureau/echanges")).text).toContain(KEYS);
  expect((await officer.get("/bureau/echanges")).text).not.toContain(KEYS);
});

it("shows a key once, gives back what was typed wrong, and asks before it revokes", async () => {
  const wrong = await admin.post(KEYS, { do: "create", name: "Finances", days: "30", addresses: "10.1.2.3/16" });
  expect(wrong.status).toBe(422);
  expect([valueIn(wrong.text, "name"), valueIn(wrong.text, "addresses")]).toEqual(["Finances", "10.1.2.3/16"]);
  expect(wrong.text).toContain("Choisissez au moins un droit");
  const made = await admin.post(KEYS, {
    do: "create",
    name: "Finances",
    scopes: ["payments:read", "payments:write"],
    days: "30",
    addresses: "10.1.0.0/16\n192.0.2.7",
  });
  const token = /vm_[\w-]{43}/.exec(made.text)?.[0] ?? "";
  expect(token).not.toBe("");
  expect(made.headers.get("cache-control")).toContain("no-store");
  const page = (await admin.get(KEYS)).text;
  expect(page).not.toContain(token);
  expect(page).toContain(token.slice(0, 9));
  expect(page).toContain("10.1.0.0/16, 192.0.2.7");
  const { id } = await site.db.selectFrom("apiKey").select("id").executeTakeFirstOrThrow();
  expect((await admin.post(KEYS, { do: "revoke", id })).text).toContain("Révoquer « Finances »");
  expect((await site.db.selectFrom("apiKey").select("revokedAt").executeTakeFirstOrThrow()).revokedAt).toBeNull();
  expect((await admin.post(KEYS, { do: "revoke-sure", id })).text).toContain("révoquée");
  expect((await admin.get(`${KEYS}?langue=en`)).text).toContain("Revoked by Ada");
});

it("makes a webhook, shows its secret, tries it, changes its secret, suspends and deletes it", async () => {
  await admin.get(`${HOOKS}?langue=fr`);
  const inside = await admin.post(HOOKS, { do: "create", name: "Carte", url: "https://10.0.0.1/", events: "project.published" });
  expect(inside.status).toBe(422);
  expect(inside.text).toContain("réseau privé");
  expect(inside.text).toMatch(/value="project.published" checked/);
  const made = await admin.post(HOOKS, {
    do: "create",
    name: "Carte",
    url: "https://carte.example.org/hook",
    events: ["project.published", "call.opened"],
  });
  const { id } = await site.db.selectFrom("webhook").select("id").executeTakeFirstOrThrow();
  const secret = (generation: number) => secretOf(site.services.mail.secret, id, generation);
  expect(made.text).toContain(secret(1));
  const path = `${HOOKS}/${id}`;
  expect((await admin.get(path)).text).not.toContain("whsec_");
  const tried = await admin.post(path, { do: "test" });
  expect([tried.status, tried.location]).toEqual([303, `${path}?fait=test`]);
  expect((await admin.get(path)).text).toContain("webhook.test");
  expect((await admin.post(path, { do: "rotate" })).text).toContain(secret(2));
  await admin.post(path, { do: "disable" });
  expect((await admin.post(path, { do: "test" })).status).toBe(422);
  expect((await admin.get(HOOKS)).text).toContain("Suspendu");
  await admin.post(path, { do: "enable" });
  const message = await site.db.selectFrom("webhookMessage").select("id").executeTakeFirstOrThrow();
  expect((await admin.post(path, { do: "again", message: message.id })).status).toBe(303);
  expect((await admin.post(path, { do: "again", message: "msg_x" })).status).toBe(404);
  expect((await admin.post(path, { do: "delete" })).text).toContain("Supprimer « Carte »");
  expect((await admin.post(path, { do: "delete-sure" })).location).toBe(`${HOOKS}?fait=delete`);
  expect((await admin.get(path)).status).toBe(404);
});
