import type { Child, FC } from "hono/jsx";
import type { Refusal } from "../../funding/acts.ts";
import { UUID } from "../../platform/uuid.ts";
import type { Fields } from "../../register/record/fields.ts";
import type { Kind, Problem } from "../../register/record/kind.ts";
import { fieldId, type Options, placeOf, problemText } from "../../ui/forms/context.ts";
import { FormFields } from "../../ui/forms/fields.tsx";
import { applyListAction, type FormValues, fromForm, toForm } from "../../ui/forms/values.ts";
import type { OfficeContext } from "../env.ts";
import { oneOf, readForm } from "../form-data.ts";
import { refusalText } from "./refusal.tsx";

/** A form of an act as the kind that readers of forms take: its fields are all that they ask of it. */
export const kindOfForm = (form: unknown): Kind => form as Kind;

/** What came back of a form that was not taken: as it was typed, with why. */
export interface Given {
  form: string;
  values: FormValues;
  refusal?: Refusal | undefined;
}

export interface SmallKind {
  name: string;
  fields: Fields;
}

interface SmallFormProps {
  c: OfficeContext;
  name: string;
  kind: SmallKind;
  submit: string;
  options?: Options;
  given?: Given | undefined;
  initial?: Record<string, unknown>;
  hidden?: Record<string, string | number>;
  note?: Child;
  multipart?: boolean;
  /** "off": the browser keeps nothing of what is typed. */
  autocomplete?: "off" | undefined;
}

/**
 * One of several forms of a page, made from its fields. Its controls are named <form>.<field>, so that two forms of a
 * page may ask for the same thing; a page that is sent back fills in the one that was sent.
 */
export const SmallForm: FC<SmallFormProps> = ({
  c,
  name,
  kind,
  submit,
  options = {},
  given,
  initial = {},
  hidden = {},
  note,
  multipart,
  autocomplete,
}) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const own = given?.form === name ? given : undefined;
  const prefix = `${name}.`;
  const empty = Object.fromEntries(Object.entries(kind.fields).map(([field, { empty: value }]) => [field, value ?? null]));
  const values = own?.values ?? toForm(kind.fields, { ...empty, ...initial }, locale, prefix);
  const problems: Problem[] = own?.refusal?.problems ?? [];
  const form = {
    kind: kind.name,
    values,
    problems: problems.map((problem) => ({ ...problem, path: prefix + problem.path })),
    options,
    prefix,
    t,
    locale,
  };
  return (
    <form
      method="post"
      class="small-form"
      id={`form-${name}`}
      enctype={multipart ? "multipart/form-data" : undefined}
      autocomplete={autocomplete}
    >
      <input type="hidden" name="form" value={name} />
      {Object.entries(hidden).map(([field, value]) => (
        <input type="hidden" name={field} value={String(value)} />
      ))}
      {own?.refusal && (
        <div class="error-summary" role="alert" tabindex={-1} autofocus>
          {problems.length === 0 ? (
            <p>{refusalText(c, own.refusal)}</p>
          ) : (
            <ul>
              {problems.map((problem) => (
                <li>
                  <a href={`#${fieldId(prefix + problem.path)}`}>
                    {placeOf(t, kind.name, problem.path)}
                    {problemText(t, problem)}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      {note && <p class="hint">{note}</p>}
      <FormFields form={form} fields={kind.fields} prefix={prefix} />
      <p>
        <button type="submit" name="do" value={name}>
          {submit}
        </button>
      </p>
    </form>
  );
};

/** One of them under its title, unfolded when it comes back. */
export const FoldedForm: FC<SmallFormProps & { title: string }> = ({ title, ...form }) => (
  <details class="no-print" open={form.given?.form === form.name}>
    <summary>{title}</summary>
    <SmallForm {...form} />
  </details>
);

/** One of them under a heading of its own. */
export const FormSection: FC<SmallFormProps & { title: string }> = ({ title, ...form }) => (
  <section class="no-print">
    <h2>{title}</h2>
    <SmallForm {...form} />
  </section>
);

export interface Sent {
  /** The form or the button that was sent. */
  act: string;
  values: FormValues;
  files: Record<string, File>;
  /** What the fields of the form hold, for the action to parse. */
  input(kind: SmallKind): Record<string, unknown>;
  one(name: string): string;
  /** A button of a list was pressed: the form goes back, changed. */
  given: Given | undefined;
}

/** Takes in what one of the forms of a page sent. */
export async function readSmallForm(c: OfficeContext): Promise<Sent> {
  const { values, files } = await readForm(c);
  const form = oneOf(values, "form");
  const act = oneOf(values, "do") || form;
  const listed = /^(add|remove|up|down):/.test(act);
  return {
    act,
    values,
    files,
    input: (kind) => fromForm(kind.fields, values, `${form}.`),
    one: (name) => oneOf(values, name),
    given: listed ? { form, values: applyListAction(act, values) } : undefined,
  };
}

/** A move of a table of states as a button; with a reason to type where the table asks for one; the reason it is not open beside it. */
export const MoveButton: FC<{
  c: OfficeContext;
  subject: string;
  move: { name: string; reason: boolean; blocked: string | undefined };
  hidden?: Record<string, string | number>;
}> = ({ c, subject, move, hidden = {} }) => {
  const t = c.get("t");
  const label = t.dynamic(`move.${subject}.${move.name}`);
  const id = `reason-${subject}-${move.name}-${Object.values(hidden).join("-")}`;
  if (move.blocked)
    return (
      <p class="move blocked">
        <button type="button" disabled class="quiet">
          {label}
        </button>{" "}
        <span class="muted">{t.dynamic(`refusal.${move.blocked}`)}</span>
      </p>
    );
  const button = (
    <button type="submit" name="do" value={move.name} class={move.reason ? "quiet" : undefined}>
      {label}
    </button>
  );
  return (
    <form method="post" class="move">
      <input type="hidden" name="form" value={`move-${subject}`} />
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={String(value)} />
      ))}
      {move.reason ? (
        <details>
          <summary>{label}</summary>
          <div class="form-field">
            <label for={id}>{t("grants.reason")}</label>
            <textarea id={id} name="reason" rows={3} required />
          </div>
          <p>{button}</p>
        </details>
      ) : (
        <p>{button}</p>
      )}
    </form>
  );
};

/** Why a button of the page was refused: `forms`, those that have no fields of their own to say it at. */
export const refusalOf = (given: Given | undefined, forms: readonly string[]): Refusal | undefined =>
  given && forms.includes(given.form) ? given.refusal : undefined;

/** The identifier in the address; undefined when it is none. */
export const uuidParam = (c: OfficeContext, name = "id"): string | undefined => {
  const value = c.req.param(name) ?? "";
  return UUID.test(value) ? value : undefined;
};
