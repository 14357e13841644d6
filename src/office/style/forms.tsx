import { date, localised, url } from "../../register/record/fields.ts";
import type { FormContext } from "../../ui/forms/context.ts";
import { ReferenceLists } from "../../ui/forms/controls.tsx";
import { FormFields } from "../../ui/forms/fields.tsx";
import { ProblemLinks, SelectField, TextField } from "../../ui/forms/plain.tsx";
import { ErrorSummary } from "../../ui/forms/problems.tsx";
import { KeptFileLink } from "../../ui/kept-file.tsx";
import { DemoBadge, StatusBadge } from "../../ui/status.tsx";
import type { OfficeContext } from "../env.ts";
import { HERE, type Piece } from "./piece.ts";

const fields = { name: localised({ required: true }), startsOn: date(), url: url() };
const wrong = [{ path: "url", code: "invalid" }];

const formOf = (c: OfficeContext, problems: FormContext["problems"]): FormContext => ({
  kind: "occasion",
  values: { "name.fr": ["L’eau au quartier du Phare"], startsOn: ["2026-05"], url: problems.length > 0 ? ["ville"] : [] },
  problems,
  options: {},
  prefix: "",
  t: c.get("t"),
  locale: c.get("locale"),
});

/** What is typed and chosen. The lists of faults take the focus of their page: theirs stand folded in this one. */
export const formPieces: Piece[] = [
  {
    name: "TextField",
    from: "src/ui/forms/plain.tsx",
    show: (c) => {
      const t = c.get("t");
      return (
        <>
          <TextField name="plain" label={t("style.example.email")} hint={t("style.example.emailHint")} type="email" value="" />
          <TextField name="faulty" label={t("style.example.email")} problem={t("style.error")} value="awa@" />
          <TextField name="long" label={t("field.description")} rows={3} value={t("style.example.text")} />
        </>
      );
    },
  },
  {
    name: "SelectField",
    from: "src/ui/forms/plain.tsx",
    show: (c) => (
      <SelectField
        name="chosen"
        label={c.get("t")("office.list.countries")}
        value="CV"
        options={[
          { value: "CV", label: c.get("t")("style.example.country") },
          { value: "", label: "–" },
        ]}
      />
    ),
  },
  {
    name: "ProblemLinks",
    from: "src/ui/forms/plain.tsx",
    show: (c) => (
      <details>
        <summary>{c.get("t")("office.form.errors", { count: 1 })}</summary>
        <ProblemLinks problems={[{ field: "faulty", text: c.get("t")("style.error") }]} />
      </details>
    ),
  },
  {
    name: "FormFields",
    from: "src/ui/forms/fields.tsx",
    show: (c) => (
      <div class="record-form">
        <FormFields form={formOf(c, wrong)} fields={fields} />
      </div>
    ),
  },
  {
    name: "ErrorSummary",
    from: "src/ui/forms/problems.tsx",
    show: (c) => (
      <details>
        <summary>{c.get("t")("office.form.errors", { count: 1 })}</summary>
        <ErrorSummary form={formOf(c, wrong)} />
      </details>
    ),
  },
  { name: "ReferenceLists", from: "src/ui/forms/controls.tsx", show: () => <ReferenceLists options={{}} /> },
];

/** What a record, a file or an act has come to. */
export const statePieces: Piece[] = [
  {
    name: "StatusBadge",
    from: "src/ui/status.tsx",
    show: (c) => (
      <p>
        {["draft", "published", "archived"].map((status) => (
          <>
            <StatusBadge status={status} t={c.get("t")} />{" "}
          </>
        ))}
      </p>
    ),
  },
  {
    name: "DemoBadge",
    from: "src/ui/status.tsx",
    show: (c) => (
      <p>
        <DemoBadge demo t={c.get("t")} />
      </p>
    ),
  },
  {
    name: "KeptFileLink",
    from: "src/ui/kept-file.tsx",
    show: (c) => (
      <ul>
        {["clean", "waiting", "infected"].map((check) => (
          <li>
            <KeptFileLink t={c.get("t")} file={{ name: "budget.pdf", check, found: [] }} href={HERE} />
          </li>
        ))}
      </ul>
    ),
  },
];
