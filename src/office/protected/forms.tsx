import { dayOf } from "../../platform/instants.ts";
import type { Outcome } from "../../protected/acts.ts";
import { recordConsent } from "../../protected/consent/actions.ts";
import { consentForm } from "../../protected/consent/rules.ts";
import type { ProtectedFile } from "../../protected/file.ts";
import { createPerson, editPerson } from "../../protected/person/actions.ts";
import { newPersonForm, personForm } from "../../protected/person/rules.ts";
import type { PersonRow } from "../../protected/person/store.ts";
import { createResidency, editResidency } from "../../protected/residency/actions.ts";
import { newResidencyForm, residencyForm } from "../../protected/residency/rules.ts";
import { saveTestimony } from "../../protected/testimony/actions.ts";
import { testimonyForm } from "../../protected/testimony/rules.ts";
import type { Kind } from "../../register/record/kind.ts";
import type { OfficeContext } from "../env.ts";
import { formOptions } from "../form-options.ts";
import { type Given, readSmallForm, SmallForm } from "../funding/small-form.tsx";
import { OfficeLayout } from "../layout.tsx";
import { withFile } from "./area.tsx";
import { PersonHead } from "./parts.tsx";
import { doneOf, formOf, PATH, pathOf, statusOf, vaultFor } from "./where.ts";

/** One page with one form: what it is called, what it holds, what is done with it. */
interface Page {
  title:
    | "protected.new"
    | "protected.edit"
    | "protected.residency.new"
    | "protected.residency.edit"
    | "protected.consent.new"
    | "protected.testimony.new"
    | "protected.testimony.edit";
  form: Kind;
  note?: "protected.newText" | "protected.consent.text" | "protected.testimony.text";
}
const FORM = "file";

async function showForm(
  c: OfficeContext,
  page: Page,
  of: { person?: PersonRow; initial?: Record<string, unknown>; version?: number; given?: Given },
) {
  const t = c.get("t");
  const options = await formOptions(c.get("services").db, page.form, c.get("locale"));
  return c.html(
    <OfficeLayout c={c} title={t(page.title)}>
      {of.person && <PersonHead c={c} person={of.person} />}
      {of.person ? <h2>{t(page.title)}</h2> : <h1>{t(page.title)}</h1>}
      <SmallForm
        c={c}
        name={FORM}
        kind={page.form}
        submit={t("protected.save")}
        options={options}
        given={of.given}
        initial={of.initial ?? {}}
        hidden={of.version === undefined ? {} : { version: of.version }}
        note={page.note && t(page.note)}
        autocomplete="off"
      />
      <p>
        <a href={of.person ? pathOf(of.person.id) : PATH}>{t("office.form.leave")}</a>
      </p>
    </OfficeLayout>,
    statusOf(of.given?.refusal),
  );
}

/** Takes a form in, and gives it back filled in where it cannot be taken. */
async function take<T>(
  c: OfficeContext,
  page: Page,
  person: PersonRow | undefined,
  save: (input: Record<string, unknown>, version: number) => Promise<Outcome<T>>,
  done: (result: Extract<Outcome<T>, { ok: true }>) => Promise<Response>,
): Promise<Response> {
  const sent = await readSmallForm(c);
  const version = Number(sent.one("version") || 0);
  const back = (given: Given) => showForm(c, page, { ...(person ? { person } : {}), ...(sent.one("version") ? { version } : {}), given });
  if (sent.given) return back(sent.given);
  const result = await save(sent.input(page.form), version);
  return result.ok ? done(result as never) : back({ form: FORM, values: sent.values, refusal: result });
}

const newPage: Page = { title: "protected.new", form: formOf(newPersonForm), note: "protected.newText" };
export const newPerson = (c: OfficeContext) => showForm(c, newPage, {});
export const takeNewPerson = async (c: OfficeContext) => {
  const [{ db }, vault] = [c.get("services"), await vaultFor(c)];
  return take(
    c,
    newPage,
    undefined,
    (input) => createPerson(db, vault, input, c.get("officer")),
    ({ id }) => doneOf(c, id, "created"),
  );
};

const editPage: Page = { title: "protected.edit", form: formOf(personForm) };
export const editPersonPage = (c: OfficeContext, person: PersonRow) =>
  withFile(c, person, "edit", (file) => showForm(c, editPage, { person, initial: file.person.document, version: file.person.version }));
export const takePerson = async (c: OfficeContext, person: PersonRow) => {
  const [{ db }, vault] = [c.get("services"), await vaultFor(c)];
  return take(
    c,
    editPage,
    person,
    (input, version) => editPerson(db, vault, person.id, version, input, c.get("officer")),
    () => doneOf(c, person.id, "edited"),
  );
};

const newResidency: Page = { title: "protected.residency.new", form: formOf(newResidencyForm) };
const oldResidency: Page = { title: "protected.residency.edit", form: formOf(residencyForm) };
export const residencyPage = (c: OfficeContext, person: PersonRow, id: string | undefined) =>
  id === undefined ? showForm(c, newResidency, { person }) : ofPart(c, person, "residencies", id, oldResidency);
export const takeResidency = async (c: OfficeContext, person: PersonRow, id: string | undefined) => {
  const [{ db }, vault, by] = [c.get("services"), await vaultFor(c), c.get("officer")];
  return id === undefined
    ? take(
        c,
        newResidency,
        person,
        (input) => createResidency(db, vault, person.id, input, by),
        () => doneOf(c, person.id, "residency"),
      )
    : take(
        c,
        oldResidency,
        person,
        (input, version) => editResidency(db, vault, person.id, id, version, input, by),
        () => doneOf(c, person.id, "edited"),
      );
};

const consent: Page = { title: "protected.consent.new", form: formOf(consentForm), note: "protected.consent.text" };
export const consentPage = (c: OfficeContext, person: PersonRow) =>
  showForm(c, consent, { person, initial: { givenOn: dayOf(new Date()), language: c.get("locale") } });
export const takeConsent = async (c: OfficeContext, person: PersonRow) => {
  const [{ db }, vault] = [c.get("services"), await vaultFor(c)];
  return take(
    c,
    consent,
    person,
    (input) => recordConsent(db, vault, person.id, input, c.get("officer")),
    () => doneOf(c, person.id, "consent"),
  );
};

const newTestimony: Page = { title: "protected.testimony.new", form: formOf(testimonyForm), note: "protected.testimony.text" };
const oldTestimony: Page = { title: "protected.testimony.edit", form: formOf(testimonyForm), note: "protected.testimony.text" };
export const testimonyPage = (c: OfficeContext, person: PersonRow, id: string | undefined) =>
  id === undefined ? showForm(c, newTestimony, { person }) : ofPart(c, person, "testimonies", id, oldTestimony);
export const takeTestimony = async (c: OfficeContext, person: PersonRow, id: string | undefined) => {
  const [{ db }, vault, by] = [c.get("services"), await vaultFor(c), c.get("officer")];
  return take(
    c,
    id === undefined ? newTestimony : oldTestimony,
    person,
    (input, version) => saveTestimony(db, vault, person.id, input, by, id === undefined ? undefined : { id, version }),
    () => doneOf(c, person.id, "testimony"),
  );
};

function ofPart(c: OfficeContext, person: PersonRow, part: "residencies" | "testimonies", id: string, page: Page): Promise<Response> {
  return withFile(c, person, "edit", (file: ProtectedFile) => {
    const own = (file[part] as { id: string; version: number; document: Record<string, unknown> }[]).find((one) => one.id === id);
    return own ? showForm(c, page, { person, initial: own.document, version: own.version }) : c.notFound();
  });
}
