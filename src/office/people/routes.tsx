import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { leave } from "../../funding/leaving/actions.ts";
import { steppedUp } from "../../identity/gate.tsx";
import { addressOf, isAddress } from "../../platform/accounts/actions.ts";
import { inviteLink } from "../../platform/accounts/links.ts";
import { endInvitation, invite, type PeopleResult, reopenAccount, setRole } from "../../platform/accounts/people/actions.ts";
import { officeRoles, type Role } from "../../platform/accounts/rights.ts";
import { resetSecondFactor } from "../../platform/accounts/second-factor/actions.ts";
import { isLocale, type languages, mainLanguage } from "../../platform/i18n/languages.ts";
import { officeDoor } from "../door.ts";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { oneOf, readForm } from "../form-data.ts";
import { only } from "../refused.tsx";
import { showPeople } from "./list.tsx";
import { showPerson } from "./person.tsx";

const isRole = (value: string): value is Role => (officeRoles as readonly string[]).includes(value);

/** Everyone's accounts, for administrators: who may enter, as what, and what becomes of who leaves. */
export function peoplePages(app: Hono<OfficeEnv>): void {
  for (const path of ["/personnes", "/personnes/*"]) {
    app.use(path, only("people.manage"));
    app.use(path, steppedUp(officeDoor));
  }
  app.get("/personnes", (c) => showPeople(c));
  app.post("/personnes", takePeople);
  app.get("/personnes/:id", (c) => showPerson(c, c.req.param("id")));
  app.post("/personnes/:id", async (c) => takePerson(c, c.req.param("id")));
}

/** Invitations: made, sent again, revoked. */
async function takePeople(c: OfficeContext): Promise<Response> {
  const { values } = await readForm(c);
  const { db, baseUrl, mail } = c.get("services");
  const [by, role, email, id] = [c.get("officer"), oneOf(values, "role"), addressOf(oneOf(values, "email")), oneOf(values, "id")];
  const locale = isLocale(oneOf(values, "locale")) ? (oneOf(values, "locale") as (typeof languages)[number]) : mainLanguage();
  switch (oneOf(values, "do")) {
    case "invite":
      if (!isRole(role)) throw new HTTPException(400);
      if (email === "") return showPeople(c, { link: await inviteLink(db, baseUrl, role, by.name) });
      if (!isAddress(email)) return showPeople(c, { problem: "identity.problem.email", given: { email, role, locale } });
      return (await invite(db, mail, { email, role, locale, by })).ok
        ? showPeople(c, { notice: "office.people.invited" })
        : showPeople(c, { problem: "identity.problem.email_taken", given: { email, role, locale } });
    case "again":
    case "revoke": {
      const again = oneOf(values, "do") === "again";
      const done = /^[0-9a-f-]{36}$/.test(id) && (await endInvitation(db, mail, id, by, again, locale)).ok;
      if (!done) return showPeople(c, { problem: "office.people.invitationGone" });
      return showPeople(c, { notice: again ? "office.people.invited" : "office.people.revoked" });
    }
    default:
      throw new HTTPException(400);
  }
}

/** What is done to one account. */
async function takePerson(c: OfficeContext, id: string): Promise<Response> {
  const { values } = await readForm(c);
  const { db } = c.get("services");
  const [by, role] = [c.get("officer"), oneOf(values, "role")];
  const told = (result: PeopleResult | { ok: false; reason: "forbidden" | "successor" }, notice: string) =>
    showPerson(c, id, result.ok ? { notice } : { problem: `office.people.${result.reason}` });
  switch (oneOf(values, "do")) {
    case "role":
      if (!isRole(role)) throw new HTTPException(400);
      return told(await setRole(db, id, role, by), "office.people.saved");
    case "reset-second-factor":
      if (!(await resetSecondFactor(c.get("services"), id, by))) throw new HTTPException(404);
      return showPerson(c, id, { notice: "office.people.factorReset" });
    case "leave": {
      const keys = oneOf(values, "keys") === "hand_over" ? "hand_over" : "revoke";
      return told(await leave(db, { id, to: oneOf(values, "to") || null, keys }, by), "office.people.closed");
    }
    case "reopen":
      return told(await reopenAccount(db, id, by), "office.people.reopened");
    default:
      throw new HTTPException(400);
  }
}
