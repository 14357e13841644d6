import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { Refusal } from "../../funding/acts.ts";
import { reasonsOffered } from "../../funding/applicant/rules.ts";
import { fastTracks as fastTracksOf } from "../../funding/assessment/edition-store.ts";
import { enterApplication } from "../../funding/instruction/entry.ts";
import { law } from "../../platform/law.ts";
import { currentEdition } from "../../register/edition/store.ts";
import { allCountries } from "../../register/record/list-store.ts";
import { readCents } from "../../register/record/numbers.ts";
import type { FormValues } from "../../ui/forms/values.ts";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { oneOf, readForm } from "../form-data.ts";
import { OfficeLayout } from "../layout.tsx";
import { only } from "../refused.tsx";
import { RefusalNotice } from "./refusal.tsx";

const PATH = "/bureau/dossiers/saisie";

/** The fast track of an emergency: a request that came by letter, entered by an officer. */
export function entryPages(app: Hono<OfficeEnv>): void {
  app.use("/dossiers/saisie", only("application.instruct"));
  app.get("/dossiers/saisie", (c) => showEntry(c, {}));
  app.post("/dossiers/saisie", async (c) => {
    const { values } = await readForm(c);
    const one = (name: string) => oneOf(values, name).trim();
    const cents = (name: string) => (one(name) === "" ? 0 : (readCents(one(name)) ?? Number.NaN));
    const asked = Object.fromEntries(
      Object.keys(values)
        .filter((name) => name.startsWith("asked."))
        .map((name) => [name.slice("asked.".length), cents(name)]),
    );
    const wrong = [
      ...Object.entries(asked).map(([code, value]) => [`asked.${code}`, value] as const),
      ["totalCents", cents("totalCents")] as const,
    ]
      .filter(([, value]) => Number.isNaN(value))
      .map(([path]) => ({ path, code: "type_number" }));
    if (one("do") === "choose") return showEntry(c, values);
    if (wrong.length > 0) return showEntry(c, values, { ok: false, reason: "invalid", problems: wrong });
    const done = await enterApplication(
      c.get("services").db,
      {
        edition: one("edition"),
        applicant: {
          name: one("name"),
          legalForm: one("legalForm"),
          siret: one("siret"),
          rna: one("rna"),
          noIdentifier: one("noIdentifier"),
          foundedOn: one("foundedOn"),
          country: one("seat"),
          postalCode: one("postalCode"),
          profile: { representativeName: one("representativeName"), contactEmail: one("contactEmail"), city: one("city") },
        },
        title: one("title"),
        summary: one("summary"),
        country: one("country"),
        place: one("place"),
        startsOn: one("startsOn"),
        endsOn: one("endsOn"),
        asked,
        totalCents: cents("totalCents"),
      },
      c.get("officer"),
    );
    return done.ok ? c.redirect(`/bureau/dossiers/${done.id}?fait=entry`, 303) : showEntry(c, values, done);
  });
}

async function showEntry(c: OfficeContext, values: FormValues, refusal?: Refusal): Promise<Response> {
  const { db } = c.get("services");
  const [t, locale] = [c.get("t"), c.get("locale")];
  const chosen = oneOf(values, "edition") || c.req.query("edition") || "";
  const [all, countries] = await Promise.all([fastTracks(c), allCountries(db, locale)]);
  const edition = chosen && all.some(({ value }) => value === chosen) ? (await currentEdition(db, chosen))?.document : undefined;
  const title = t("instruction.entry.title");
  const countryOptions = countries.map(({ code, name }) => ({ value: code, label: plain(name, locale) }));
  const form = { c, values };
  return c.html(
    <OfficeLayout c={c} title={title}>
      <h1>{title}</h1>
      <p class="hint">{t("instruction.entry.text")}</p>
      <RefusalNotice
        c={c}
        refusal={refusal}
        where={(path) =>
          `${t.dynamic(`instruction.field.${path.replace(/^applicant\.|^asked\..*/g, (found) => (found.startsWith("asked") ? "asked" : ""))}`)} : `
        }
      />
      {all.length === 0 ? (
        <p class="muted">{t("instruction.entry.none")}</p>
      ) : (
        <>
          <form method="get" action={PATH} class="row-form">
            <label for="entry-edition">{t("instruction.edition")}</label>
            <select id="entry-edition" name="edition">
              {all.map(({ value, label }) => (
                <option value={value} selected={value === chosen}>
                  {label}
                </option>
              ))}
            </select>
            <button type="submit">{t("instruction.entry.choose")}</button>
          </form>
          {edition && (
            <form method="post" class="record-form">
              <input type="hidden" name="edition" value={chosen} />
              <h2>{t("instruction.body")}</h2>
              <div class="side-by-side">
                <Field {...form} name="name" required />
                <Choice
                  {...form}
                  name="legalForm"
                  options={law().legalForms.map((value) => ({ value, label: t.dynamic(`instruction.form.${value}`) }))}
                />
                {law().identifiers.map((name) => (
                  <Field {...form} name={name} />
                ))}
                <Choice
                  {...form}
                  name="noIdentifier"
                  empty
                  options={reasonsOffered().map((value) => ({ value, label: t.dynamic(`instruction.noIdentifier.${value}`) }))}
                />
                <Field {...form} name="foundedOn" type="date" />
                <Choice {...form} name="seat" options={countryOptions} initial={c.get("services").city.country} />
                <Field {...form} name="postalCode" />
                <Field {...form} name="city" />
                <Field {...form} name="representativeName" />
                <Field {...form} name="contactEmail" type="email" />
              </div>
              <h2>{t("instruction.project")}</h2>
              <Field {...form} name="title" required />
              <div class="form-field">
                <label for="f-summary">{t("instruction.field.summary")}</label>
                <textarea id="f-summary" name="summary" rows={5}>
                  {oneOf(values, "summary")}
                </textarea>
              </div>
              <div class="side-by-side">
                <Choice {...form} name="country" empty options={countryOptions} />
                <Field {...form} name="place" />
                <Field {...form} name="startsOn" type="date" />
                <Field {...form} name="endsOn" type="date" />
                {edition.strands.map(({ code, name }) => (
                  <Field
                    {...form}
                    name={`asked.${code}`}
                    label={`${t("instruction.asked")}${t("common.colon")} ${plain(name, locale)} (${edition.currency})`}
                  />
                ))}
                <Field {...form} name="totalCents" label={`${t("instruction.cost")} (${edition.currency})`} />
              </div>
              <p class="form-actions">
                <button type="submit" name="do" value="enter">
                  {t("instruction.entry.do")}
                </button>
              </p>
            </form>
          )}
        </>
      )}
    </OfficeLayout>,
    refusal ? 422 : 200,
  );
}

async function fastTracks(c: OfficeContext): Promise<{ value: string; label: string }[]> {
  const rows = await fastTracksOf(c.get("services").db);
  return rows.map(({ id, name, code }) => ({ value: id, label: `${code} ${plain(name, c.get("locale"))}` }));
}

const Field: FC<{ c: OfficeContext; values: FormValues; name: string; type?: string; required?: boolean; label?: string }> = ({
  c,
  values,
  name,
  type = "text",
  required,
  label,
}) => (
  <div class="form-field">
    <label for={`f-${name}`}>{label ?? c.get("t").dynamic(`instruction.field.${name}`)}</label>
    <input id={`f-${name}`} type={type} name={name} value={oneOf(values, name)} required={required} />
  </div>
);

const Choice: FC<{
  c: OfficeContext;
  values: FormValues;
  name: string;
  options: { value: string; label: string }[];
  empty?: boolean;
  initial?: string;
}> = ({ c, values, name, options, empty, initial }) => {
  const value = oneOf(values, name) || initial;
  return (
    <div class="form-field">
      <label for={`f-${name}`}>{c.get("t").dynamic(`instruction.field.${name}`)}</label>
      <select id={`f-${name}`} name={name}>
        {empty && <option value="">{c.get("t")("instruction.none")}</option>}
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
};
