import type { FC } from "hono/jsx";
import { kindOf } from "../../register/kinds.ts";
import { saveProposal } from "../../register/page/proposal/actions.ts";
import type { Proposal } from "../../register/page/proposal/store.ts";
import { type Fields, localised } from "../../register/record/fields.ts";
import type { Kind, Problem } from "../../register/record/kind.ts";
import type { FormContext } from "../../ui/forms/context.ts";
import { ReferenceLists } from "../../ui/forms/controls.tsx";
import { FormFields } from "../../ui/forms/fields.tsx";
import { ErrorSummary } from "../../ui/forms/problems.tsx";
import { applyListAction, type FormValues, fromForm, toForm } from "../../ui/forms/values.ts";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";
import { oneOf, readForm } from "../form-data.ts";
import { findChoices, formOptions, pick, resolveNames } from "../form-options.ts";
import { OfficeLayout } from "../layout.tsx";
import { proposalHref } from "./addresses.ts";

const kind = kindOf("page");
/** The form of a page, and what readers are told that has changed. */
const fields: Fields = { ...kind.fields, note: localised({ max: 500 }) };
const form: Kind = { ...kind, fields };

/** The text of a draft, in the same form as the page itself. */
export async function showText(c: OfficeContext, proposal: Proposal): Promise<Response> {
  return show(c, proposal, { values: toForm(fields, { ...proposal.document, note: proposal.note }, c.get("locale")) });
}

/** Takes the form in: a button of a list gives it back changed; saving writes, or gives back what was typed with what is wrong. */
export async function saveText(c: OfficeContext, proposal: Proposal): Promise<Response> {
  const { db } = c.get("services");
  const { values } = await readForm(c);
  const action = oneOf(values, "do");
  const version = Number(oneOf(values, "version"));
  if (action.startsWith("find:"))
    return show(c, proposal, {
      values,
      version,
      found: await findChoices(db, fields, values, action.slice("find:".length), c.get("locale")),
    });
  if (action.startsWith("pick:")) return show(c, proposal, { values: pick(values, action.slice("pick:".length)), version });
  if (action !== "" && action !== "save") return show(c, proposal, { values: applyListAction(action, values), version });
  const resolved = await resolveNames(db, form, fromForm(fields, values));
  const { note, ...document } = resolved.input;
  const saved =
    resolved.problems.length > 0
      ? { ok: false as const, reason: "invalid" as const, problems: resolved.problems }
      : await saveProposal(db, proposal.id, version, { document, note }, c.get("officer"));
  if (saved.ok) return c.redirect(`${proposalHref(proposal.id)}?fait=texte`, 303);
  if (saved.reason === "invalid") return show(c, proposal, { values, version, problems: saved.problems }, 422);
  // What was typed comes back: the version is still the one that was read, so that it is refused until it is compared.
  return show(c, proposal, { values, version, failure: c.get("t").dynamic(`pages.failure.${saved.reason}`) }, 409);
}

interface View {
  values: FormValues;
  /** Of the proposal when it was read. */
  version?: number;
  problems?: Problem[];
  found?: FormContext["found"];
  failure?: string;
}

async function show(c: OfficeContext, proposal: Proposal, view: View, status: 200 | 409 | 422 = 200): Promise<Response> {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const options = await formOptions(c.get("services").db, form, locale);
  const context: FormContext = { kind: "page", values: view.values, problems: view.problems ?? [], options, found: view.found, t, locale };
  return c.html(
    <TextPage c={c} proposal={proposal} form={context} version={view.version ?? proposal.version} failure={view.failure} />,
    status,
  );
}

const TextPage: FC<{ c: OfficeContext; proposal: Proposal; form: FormContext; version: number; failure: string | undefined }> = ({
  c,
  proposal,
  form,
  version,
  failure,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const title = t("pages.proposal.title", { page: plain(proposal.document.name as never, locale) });
  return (
    <OfficeLayout c={c} title={title}>
      <p class="kicker">
        <a href={proposalHref(proposal.id)}>{t("pages.proposal.back")}</a>
      </p>
      <h1>{title}</h1>
      {failure && (
        <p class="error-summary" role="alert">
          {failure}
        </p>
      )}
      <ErrorSummary form={form} />
      <form method="post" action={proposalHref(proposal.id, "texte")} class="record-form" novalidate>
        <input type="hidden" name="version" value={version} />
        {/* The first button is the one that Enter presses. */}
        <button type="submit" name="do" value="save" class="visually-hidden" tabindex={-1}>
          {t("office.form.save")}
        </button>
        <FormFields form={form} fields={fields} />
        <p class="form-actions">
          <button type="submit" name="do" value="save">
            {t("office.form.save")}
          </button>
          <a class="button quiet" href={proposalHref(proposal.id)}>
            {t("office.form.leave")}
          </a>
        </p>
        <ReferenceLists options={form.options} />
      </form>
    </OfficeLayout>
  );
};
