import type { FC } from "hono/jsx";
import { type MemberRole, reasonsOffered } from "../funding/applicant/rules.ts";
import type { Applicant } from "../funding/applicant/store.ts";
import { law } from "../platform/law.ts";
import { type FormTexts, oneOf } from "../platform/web/form-data.ts";
import type { Problem } from "../register/record/kind.ts";
import { readCents, readNumber, writeCents } from "../register/record/numbers.ts";
import { bodyHref } from "./addresses.ts";
import type { SpaceContext } from "./env.ts";
import { countryOptions } from "./facts.ts";
import { AreaField, ErrorSummary, type Form, Refused, SelectField, TextField } from "./forms.tsx";
import { SpaceLayout } from "./layout.tsx";

const identityFields = [
  "name",
  "legalForm",
  "siret",
  "rna",
  "foreignScheme",
  "foreignId",
  "noIdentifier",
  "foundedOn",
  "country",
  "postalCode",
] as const;

const profileTexts = [
  "acronym",
  "purpose",
  "street",
  "city",
  "website",
  "phone",
  "representativeName",
  "representativeTitle",
  "contactName",
  "contactEmail",
  "contactPhone",
] as const;

const profileNumbers = ["members", "volunteers", "employees"] as const;

/** What a form says of a body; a number that is none stays as typed, to be refused. */
export function readBody(values: FormTexts): Record<string, unknown> {
  const number = (name: string, read: (text: string) => number | undefined) => {
    const typed = oneOf(values, name).trim();
    return typed === "" ? null : (read(typed) ?? typed);
  };
  return {
    ...Object.fromEntries(identityFields.map((name) => [name, oneOf(values, name)])),
    profile: {
      ...Object.fromEntries(profileTexts.map((name) => [name, oneOf(values, `profile.${name}`)])),
      ...Object.fromEntries(profileNumbers.map((name) => [name, number(`profile.${name}`, readNumber)])),
      yearlyBudgetCents: number("profile.yearlyBudgetCents", readCents),
    },
  };
}

/** The same, of a body as it stands. */
export function formOf(body: Applicant, locale: string): FormTexts {
  return {
    ...Object.fromEntries(identityFields.map((name) => [name, [String(body[name] ?? "")]])),
    ...Object.fromEntries([...profileTexts, ...profileNumbers].map((name) => [`profile.${name}`, [String(body.profile[name] ?? "")]])),
    "profile.yearlyBudgetCents": [body.profile.yearlyBudgetCents === null ? "" : writeCents(body.profile.yearlyBudgetCents, locale)],
  };
}

interface Shown {
  body?: Applicant;
  role?: MemberRole;
  values: FormTexts;
  problems?: Problem[];
  refused?: string;
  /** The space of another that has this number. */
  taken?: string;
}

export async function bodyForm(c: SpaceContext, shown: Shown): Promise<Response> {
  const { options } = await countryOptions(c);
  const wrong = shown.refused !== undefined || shown.taken !== undefined || (shown.problems?.length ?? 0) > 0;
  return c.html(<BodyForm c={c} shown={shown} countries={options} />, wrong ? 422 : 200);
}

const bodyLabels: Record<string, string> = {
  name: "space.body.name",
  legalForm: "space.body.form",
  foreignScheme: "space.body.foreignScheme",
  foreignId: "space.body.foreignId",
  noIdentifier: "space.body.noIdentifier",
  foundedOn: "space.body.founded",
  country: "space.body.country",
  postalCode: "space.body.postalCode",
};

const BodyForm: FC<{ c: SpaceContext; shown: Shown; countries: { value: string; label: string }[] }> = ({ c, shown, countries }) => {
  const t = c.get("t");
  const { body, values, problems = [], taken, refused } = shown;
  const form: Form = { t, problems };
  const labelOf = (path: string) =>
    path === "siret" || path === "rna" ? path.toUpperCase() : t.dynamic(bodyLabels[path] ?? `space.body.${path.replace("profile.", "")}`);
  const field = (path: string) => ({ form, path, label: labelOf(path), value: oneOf(values, path) });
  const notice = { cree: "space.done.created", enregistre: "space.saved.done", rejoint: "space.done.joined" }[c.req.query("fait") ?? ""];
  const title = body?.name ?? t("space.body.new");
  return (
    <SpaceLayout
      c={c}
      title={title}
      notice={notice && problems.length === 0 && t.dynamic(notice)}
      steps={[{ label: t("space.organisations"), href: "/espace/organismes" }, { label: title }]}
    >
      <h1>{title}</h1>
      {body && (
        <p>
          <a href={bodyHref(body.id, "membres")}>{t("space.members.title")}</a> ·{" "}
          <a href={`/espace/demandes/nouvelle?organisme=${body.id}`}>{t("space.start.title")}</a>
        </p>
      )}
      {!body && <p>{t("space.body.newText")}</p>}
      {refused && <Refused words={refused} />}
      {taken && (
        <div class="error-summary" role="alert">
          <h2>{t("space.join.title")}</h2>
          <p>{t("space.join.text")}</p>
          <form method="post" action="/espace/organismes/rejoindre">
            <input type="hidden" name="applicant" value={taken} />
            <TextField form={{ t, problems: [] }} path="note" label={t("space.join.note")} required={false} value="" maxlength={300} />
            <button type="submit">{t("space.join.do")}</button>
          </form>
        </div>
      )}
      <ErrorSummary form={form} labelOf={labelOf} />
      <form method="post" action={body ? bodyHref(body.id) : "/espace/organismes/nouveau"} class="section-form">
        {body && <input type="hidden" name="version" value={body.version} />}
        <h2>{t("space.body.identity")}</h2>
        <div class="form-grid">
          <TextField {...field("name")} autocomplete="organization" />
          <TextField {...field("profile.acronym")} required={false} />
          <SelectField
            {...field("legalForm")}
            options={law().legalForms.map((one) => ({ value: one, label: t.dynamic(`choice.applicant.legalForm.${one}`) }))}
          />
          <TextField {...field("foundedOn")} type="date" hint={t("space.body.foundedHint")} />
        </div>
        <h2>{t("space.body.identifiers")}</h2>
        <p class="hint">{t("space.body.identifiersText")}</p>
        <div class="form-grid">
          {law().identifiers.includes("siret") && (
            <TextField {...field("siret")} required={false} inputmode="numeric" hint={t("space.body.siretHint")} />
          )}
          {law().identifiers.includes("rna") && <TextField {...field("rna")} required={false} hint={t("space.body.rnaHint")} />}
          <TextField {...field("foreignScheme")} required={false} hint={t("space.body.foreignHint")} />
          <TextField {...field("foreignId")} required={false} />
          <SelectField
            {...field("noIdentifier")}
            required={false}
            options={reasonsOffered().map((one) => ({ value: one, label: t.dynamic(`space.noIdentifier.${one}`) }))}
          />
        </div>
        <h2>{t("space.body.address")}</h2>
        <div class="form-grid">
          <TextField {...field("profile.street")} autocomplete="address-line1" />
          <TextField {...field("postalCode")} autocomplete="postal-code" />
          <TextField {...field("profile.city")} autocomplete="address-level2" />
          <SelectField {...field("country")} options={countries} />
          <TextField {...field("profile.phone")} required={false} autocomplete="tel" type="tel" />
          <TextField {...field("profile.website")} required={false} type="url" />
        </div>
        <h2>{t("space.body.people")}</h2>
        <div class="form-grid">
          <TextField {...field("profile.representativeName")} />
          <TextField {...field("profile.representativeTitle")} hint={t("space.body.titleHint")} />
          <TextField {...field("profile.contactName")} required={false} />
          <TextField {...field("profile.contactEmail")} required={false} type="email" />
          <TextField {...field("profile.contactPhone")} required={false} type="tel" />
        </div>
        <h2>{t("space.body.means")}</h2>
        <AreaField {...field("profile.purpose")} required={false} rows={3} />
        <div class="form-grid">
          {profileNumbers.map((name) => (
            <TextField {...field(`profile.${name}`)} required={false} inputmode="numeric" />
          ))}
          <TextField {...field("profile.yearlyBudgetCents")} required={false} inputmode="decimal" />
        </div>
        <div class="form-actions">
          <button type="submit">{t(body ? "space.save" : "space.body.create")}</button>
        </div>
      </form>
    </SpaceLayout>
  );
};
