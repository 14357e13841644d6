import type { FC } from "hono/jsx";
import { copyEdition } from "../register/edition/actions.ts";
import { editionFields } from "../register/edition/fields.ts";
import type { Edition } from "../register/edition/rules.ts";
import { currentEdition } from "../register/edition/store.ts";
import type { KindName } from "../register/kinds.ts";
import type { Problem } from "../register/record/kind.ts";
import type { StoredRecord } from "../register/record/store.ts";
import type { FormContext } from "../ui/forms/context.ts";
import { FormFields } from "../ui/forms/fields.tsx";
import { ErrorSummary } from "../ui/forms/problems.tsx";
import { type FormValues, fromForm, toForm } from "../ui/forms/values.ts";
import { plain } from "../ui/text.tsx";
import { officeHref } from "./addresses.ts";
import type { OfficeContext } from "./env.ts";
import { readForm } from "./form-data.ts";
import { OfficeLayout } from "./layout.tsx";

export const COPY = "copier";
const fields = { code: editionFields.code, fiscalYear: editionFields.fiscalYear };

/** Asks for what the copy of an edition does not take from it: its code and its year. */
export async function askToCopy(c: OfficeContext, kind: KindName, id: string): Promise<Response> {
  const edition = kind === "edition" ? await currentEdition(c.get("services").db, id) : undefined;
  if (!edition) return c.notFound();
  const fiscalYear = edition.document.fiscalYear + 1;
  // SOLIDAE-2027 → SOLIDAE-2028.
  const code = `${edition.document.code.replace(/-[^-]*$/, "")}-${fiscalYear}`;
  return c.html(<CopyPage c={c} edition={edition} values={toForm(fields, { code, fiscalYear }, c.get("locale"))} problems={[]} />);
}

export async function makeCopy(c: OfficeContext, kind: KindName, id: string): Promise<Response> {
  const { db, content } = c.get("services");
  const edition = kind === "edition" ? await currentEdition(db, id) : undefined;
  if (!edition) return c.notFound();
  const { values } = await readForm(c);
  const given = fromForm(fields, values) as { code: string; fiscalYear: number };
  const copied = await copyEdition(db, id, given, c.get("officer"));
  if (!copied.ok) {
    const problems = copied.reason === "invalid" ? copied.problems : [{ path: "", code: copied.reason }];
    return c.html(<CopyPage c={c} edition={edition} values={values} problems={problems} />, copied.reason === "forbidden" ? 403 : 422);
  }
  await content.touch();
  return c.redirect(`${officeHref("edition", copied.id)}?fait=cree`, 303);
}

const CopyPage: FC<{ c: OfficeContext; edition: StoredRecord<Edition>; values: FormValues; problems: Problem[] }> = ({
  c,
  edition,
  values,
  problems,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const form: FormContext = { kind: "edition", values, problems, options: {}, t, locale };
  return (
    <OfficeLayout c={c} title={t("calls.copy.title")}>
      <p class="kicker">
        <a href={officeHref("edition", edition.id)}>{plain(edition.document.name, locale)}</a>
      </p>
      <h1>{t("calls.copy.title")}</h1>
      <p>{t("calls.copy.text")}</p>
      <ErrorSummary form={form} />
      <form method="post" action={officeHref("edition", edition.id, COPY)} class="record-form" novalidate>
        <FormFields form={form} fields={fields} />
        <p class="form-actions">
          <button type="submit">{t("calls.copy.do")}</button>{" "}
          <a class="button quiet" href={officeHref("edition", edition.id)}>
            {t("office.form.leave")}
          </a>
        </p>
      </form>
    </OfficeLayout>
  );
};
