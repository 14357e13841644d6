import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptInvitation, createAccount } from "../../src/platform/accounts/actions.ts";
import type { AccountDesk } from "../../src/platform/accounts/desk.ts";
import { signIn } from "../../src/platform/accounts/session.ts";
import {
  inviteByMail,
  requestPasswordReset,
  resetOwner,
  resetPassword,
  sendVerificationAgain,
  signUp,
  verificationOwner,
  verifyAddress,
} from "../../src/platform/accounts/sign-up.ts";
import { findOwner, invitationOf } from "../../src/platform/accounts/store.ts";
import { listMails } from "../../src/platform/mail/store.ts";
import { type OfficeSite, openOffice, PASSWORD } from "./office-site.ts";

let site: OfficeSite;
let desk: AccountDesk;
beforeAll(async () => {
  site = await openOffice();
  desk = site.services;
});
afterAll(() => site.drop());

const newcomer = (email: string, password = PASSWORD, name = "Zoé") => ({ email, name, password, locale: "fr" as const });
const mailsTo = async (email: string) => (await listMails(site.db, { q: email, page: 1 })).mails;
const tokenIn = (text: string) => /jeton=([\w-]+)/.exec(text)![1]!;
const lastToken = async (email: string) => tokenIn((await mailsTo(email))[0]!.bodyText);
const enter = (email: string, password = PASSWORD) => signIn(desk.auth, new Headers(), email, password);

describe("an account made by oneself", () => {
  it("lets nobody in before its address is proven, then opens by a link that works once", async () => {
    expect(await signUp(desk, newcomer("Zoe@Asso.example"), "198.51.100.1")).toEqual({ ok: true });
    expect(await findOwner(site.db, "zoe@asso.example")).toMatchObject({ role: "applicant", verified: false, locale: "fr" });
    expect(await enter("zoe@asso.example")).toEqual({ ok: false, reason: "unverified" });
    expect(await enter("zoe@asso.example", "pas le bon mot de passe")).toEqual({ ok: false, reason: "wrong" });
    const [mail] = await mailsTo("zoe@asso.example");
    expect(mail).toMatchObject({ template: "verify_address", confidential: true, toName: "Zoé" });
    const token = tokenIn(mail!.bodyText);
    expect(await verificationOwner(site.db, token)).toMatchObject({ email: "zoe@asso.example" });
    const taken = await Promise.all([verifyAddress(desk, token), verifyAddress(desk, token)]);
    expect(taken.filter((result) => result.ok)).toHaveLength(1);
    expect(await verifyAddress(desk, token)).toEqual({ ok: false, reason: "link" });
    expect(await enter("zoe@asso.example")).toMatchObject({ ok: true });
  });

  it("answers the same for an address that is taken, whose owner is told by mail", async () => {
    expect(await signUp(desk, newcomer("zoe@asso.example", "un tout autre mot de passe"), "198.51.100.1")).toEqual({ ok: true });
    expect((await mailsTo("zoe@asso.example"))[0]).toMatchObject({ template: "account_exists" });
    expect(await enter("zoe@asso.example", "un tout autre mot de passe")).toEqual({ ok: false, reason: "wrong" });
  });

  it("takes the password of the sign-up whose link is followed, whoever signed up first with that address", async () => {
    await signUp(desk, newcomer("owner@asso.example", "le mot de passe du pirate", "Pirate"), "198.51.100.2");
    await signUp(desk, newcomer("owner@asso.example", "le mot de passe du vrai", "Vraie"), "198.51.100.3");
    const [own, other] = await mailsTo("owner@asso.example");
    expect(await verifyAddress(desk, tokenIn(own!.bodyText))).toEqual({ ok: true });
    expect(await verifyAddress(desk, tokenIn(other!.bodyText))).toEqual({ ok: false, reason: "link" });
    expect(await enter("owner@asso.example", "le mot de passe du pirate")).toMatchObject({ ok: false });
    expect(await enter("owner@asso.example", "le mot de passe du vrai")).toMatchObject({ ok: true });
    expect((await findOwner(site.db, "owner@asso.example"))!.name).toBe("Vraie");
  });

  it("has its link sent again, in the language asked for, and to nobody else", async () => {
    await signUp(desk, newcomer("again@asso.example"), "198.51.100.4");
    expect(await sendVerificationAgain(desk, "again@asso.example", "en", "198.51.100.4")).toBe(true);
    expect(await sendVerificationAgain(desk, "nobody@asso.example", "en", "198.51.100.4")).toBe(true);
    expect(await mailsTo("nobody@asso.example")).toHaveLength(0);
    expect((await mailsTo("again@asso.example"))[0]!.subject).toContain("Confirm your address");
    expect(await verifyAddress(desk, await lastToken("again@asso.example"))).toEqual({ ok: true });
    expect(await enter("again@asso.example")).toMatchObject({ ok: true });
  });

  it.each([
    [{ email: "nobody" }, "email"],
    [{ email: "a@b.example\r\nBcc: c@d.example" }, "email"],
    [{ name: " " }, "name"],
    [{ name: "Eve\nBcc: x@y.example" }, "name"],
    [{ password: "court" }, "password_short"],
  ])("is refused with %j: %s", async (wrong, problem) => {
    expect(await signUp(desk, { ...newcomer("ok@asso.example"), ...wrong }, "198.51.100.5")).toMatchObject({ ok: false, problem });
  });

  it("makes who tries without end wait, and fills nobody's mailbox", async () => {
    for (let i = 0; i < 8; i++) await requestPasswordReset(desk, "zoe@asso.example", "198.51.100.6");
    expect(await requestPasswordReset(desk, "zoe@asso.example", "198.51.100.6")).toBe(false);
    for (let i = 0; i < 8; i++) await requestPasswordReset(desk, "zoe@asso.example", `203.0.113.${i}`);
    expect((await mailsTo("zoe@asso.example")).length).toBeLessThanOrEqual(7);
  });
});

describe("a forgotten password", () => {
  it("is replaced by a mailed link, once, which ends the sessions and is told", async () => {
    await createAccount(desk.auth, "officer", newcomer("lea@ville.example"));
    const browser = site.browser();
    await browser.post("/bureau/connexion", { email: "lea@ville.example", password: PASSWORD });
    expect((await browser.get("/bureau")).status).toBe(200);
    expect(await requestPasswordReset(desk, "LEA@ville.example ", "198.51.100.7")).toBe(true);
    const [mail] = await mailsTo("lea@ville.example");
    expect(mail!.bodyText).toContain("http://localhost/bureau/mot-de-passe?jeton=");
    const token = tokenIn(mail!.bodyText);
    expect(await resetOwner(site.db, token)).toMatchObject({ email: "lea@ville.example" });
    expect(await resetPassword(desk, token, "court")).toEqual({ ok: false, problem: "password_short" });
    expect(await verifyAddress(desk, token)).toMatchObject({ ok: false });
    expect(await resetPassword(desk, token, "une nouvelle phrase secrète")).toEqual({ ok: true, role: "officer" });
    expect(await resetPassword(desk, token, "encore une autre phrase")).toEqual({ ok: false, problem: "link" });
    expect((await browser.get("/bureau")).status).toBe(302);
    expect(await enter("lea@ville.example")).toMatchObject({ ok: false });
    expect(await enter("lea@ville.example", "une nouvelle phrase secrète")).toMatchObject({ ok: true });
    expect((await mailsTo("lea@ville.example"))[0]!.template).toBe("password_changed");
  });
  it("of an unknown address is answered the same, and mails nobody", async () => {
    expect(await requestPasswordReset(desk, "unknown@ville.example", "198.51.100.8")).toBe(true);
    expect(await mailsTo("unknown@ville.example")).toHaveLength(0);
  });
});

describe("an invitation by mail", () => {
  it("makes one account, with its role and the address it was mailed to, whatever the form says", async () => {
    const by = { id: "x", name: "Ada", role: "administrator" as const };
    await site.db
      .transaction()
      .execute((trx) => inviteByMail(trx, desk.mail, { email: "jury@asso.example", role: "assessor", locale: "en", by }));
    const [mail] = await mailsTo("jury@asso.example");
    expect(mail!.bodyText).toContain("Ada invites you");
    const token = tokenIn(mail!.bodyText);
    expect(await invitationOf(site.db, token)).toEqual({ role: "assessor", email: "jury@asso.example", locale: "en" });
    expect((await site.browser().get(`/bureau/premier-compte?jeton=${token}`)).text).toMatch(
      /<input(?=[^>]* readonly)[^>]* value="jury@asso.example"/,
    );
    expect(await acceptInvitation(site.db, desk.auth, token, newcomer("someone@else.example"))).toMatchObject({
      ok: true,
      email: "jury@asso.example",
    });
    expect(await findOwner(site.db, "someone@else.example")).toBeUndefined();
  });
});

describe("the office", () => {
  it("shows an applicant the way to their own space, and nothing else", async () => {
    const browser = await site.as("applicant", "paul");
    for (const path of ["/bureau", "/bureau/projets", "/bureau/courriers", "/bureau/compte"]) {
      const { status, text } = await browser.get(path);
      expect([path, status]).toEqual([path, 403]);
      expect(text).toContain('href="/espace"');
      expect(text).not.toContain("office-nav");
    }
  });
  it("keeps the register from an assessor", async () => {
    const browser = await site.as("assessor", "jules");
    expect((await browser.get("/bureau/projets")).status).toBe(403);
    expect((await browser.get("/bureau/courriers")).status).toBe(403);
    expect((await browser.get("/bureau/compte")).status).toBe(200);
    expect((await browser.get("/bureau")).status).toBe(302);
  });
  it.each(["finance", "council"] as const)("lets %s read the register, without changing it", async (role) => {
    const browser = await site.as(role, role);
    const { status, text } = await browser.get("/bureau/projets");
    expect(status).toBe(200);
    expect(text).not.toContain("Nouvelle fiche");
  });
});

describe("the mails of the office", () => {
  it("open no guardian’s account to an administrator who asks for a new password in their name", async () => {
    await site.as("guardian", "gaelle");
    expect(await requestPasswordReset(desk, "gaelle@ville.example", "198.51.100.77")).toBe(true);
    const [mail] = await mailsTo("gaelle@ville.example");
    const page = await (await site.as("administrator", "curious")).get(`/bureau/courriers/${mail!.id}`);
    expect([page.status, page.text.includes(tokenIn(mail!.bodyText))]).toEqual([200, false]);
  });

  it("are listed, narrowed and opened; a link that opens an account is shown to no officer", async () => {
    const browser = await site.as("officer", "olga");
    const all = await browser.get("/bureau/courriers");
    expect(all.text).toContain("Aucun serveur d’envoi");
    expect((await browser.get("/bureau/courriers?etat=sent")).text).toContain("Aucun courriel");
    const narrowed = await browser.get("/bureau/courriers?q=jury%40asso&nature=service");
    expect(narrowed.text).toContain("1 courriel");
    const [path] = /\/bureau\/courriers\/\d+/.exec(narrowed.text)!;
    const token = await lastToken("jury@asso.example");
    expect((await browser.get(path)).text).not.toContain(token);
    expect((await (await site.as("administrator", "root")).get(path)).text).toContain(token);
    expect((await browser.get("/bureau/courriers/999999")).status).toBe(404);
    expect((await browser.get("/bureau/courriers/abc")).status).toBe(404);
    expect((await browser.post(path, {})).text).toContain("n’est plus à envoyer");
  });
  it("can be ended by the link under a reminder: a look changes nothing, the button does", async () => {
    const { queueMail } = await import("../../src/platform/mail/actions.ts");
    const { letterOf } = await import("../../src/platform/mail/letter.ts");
    const order = {
      to: "rappel@asso.example",
      locale: "en" as const,
      template: "account_exists",
      params: { name: "A", city: "B", site: "C", link: "D" },
      category: "reminder" as const,
    };
    await queueMail(site.db, order);
    const { text } = letterOf(desk.mail, (await mailsTo("rappel@asso.example"))[0]!);
    const link = new URL(/http:\S+desabonnement\S+/.exec(text)![0]);
    const browser = site.browser();
    const page = await browser.get(link.pathname + link.search);
    expect(page.status).toBe(200);
    expect(page.text).toContain("Send me no more reminders");
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(await queueMail(site.db, order)).toBe("queued");
    expect((await browser.post(link.pathname + link.search, { "List-Unsubscribe": "One-Click" }, {})).text).toContain("Done");
    expect(await queueMail(site.db, order)).toBe("unsubscribed");
    expect((await browser.post("/desabonnement?de=x&cle=y", {})).status).toBe(404);
  });
});
