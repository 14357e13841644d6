import type { Child, FC, PropsWithChildren } from "hono/jsx";
import type { Translator } from "../platform/i18n/messages.ts";
import type { Problem } from "../register/record/kind.ts";
import { describedBy, FieldFrame, FieldHint, FieldProblem } from "../ui/forms/field.tsx";
import { problemWords } from "./words.ts";

export interface Option {
  value: string;
  label: string;
  group?: string;
}

/** What the fields of a form share: what is wrong, and the words. */
export interface Form {
  t: Translator;
  problems: readonly Problem[];
  currency?: string;
}

export const fieldId = (path: string) => `f-${path.replaceAll(".", "-")}`;
const at = (form: Form, path: string) => form.problems.filter((problem) => problem.path === path);

interface FieldProps {
  form: Form;
  /** By which problems name it. */
  path: string;
  /** By which the form sends it: the path when not said. */
  name?: string;
  label: Child;
  hint?: Child;
  required?: boolean;
}

/** The label, with what may be left out said of it. */
const Label: FC<Pick<FieldProps, "form" | "label" | "required">> = ({ form, label, required }) => (
  <>
    {label}
    {required === false && <span class="hint"> {form.t("space.optional")}</span>}
  </>
);

const wordsAt = (form: Form, path: string) =>
  at(form, path)
    .map((problem) => problemWords(form.t, problem, form.currency))
    .join(" ");

const Field: FC<PropsWithChildren<FieldProps & { class?: string }>> = ({
  form,
  path,
  label,
  hint,
  required,
  class: className,
  children,
}) => (
  <FieldFrame
    id={fieldId(path)}
    label={<Label form={form} label={label} required={required} />}
    hint={hint}
    problem={wordsAt(form, path)}
    class={className}
  >
    {children}
  </FieldFrame>
);

export const FieldProblems: FC<{ form: Form; path: string }> = ({ form, path }) => (
  <FieldProblem id={fieldId(path)} problem={wordsAt(form, path)} />
);

export const described = (form: Form, path: string, hint: boolean) =>
  describedBy({ id: fieldId(path), hint, problem: wordsAt(form, path) });

export const TextField: FC<
  FieldProps & {
    value: string;
    type?: string;
    inputmode?: string;
    autocomplete?: string;
    maxlength?: number;
    minlength?: number;
    must?: boolean;
    class?: string;
  }
> = ({ value, type = "text", inputmode, autocomplete, maxlength, minlength, must, class: className, ...field }) => (
  <Field {...field} class={className ?? ""}>
    <input
      id={fieldId(field.path)}
      name={field.name ?? field.path}
      type={type}
      value={value}
      inputmode={inputmode as never}
      autocomplete={autocomplete}
      maxlength={maxlength}
      minlength={minlength}
      required={must}
      {...described(field.form, field.path, !!field.hint)}
    />
  </Field>
);

/** A longer text; with `maxWords`, how many words it has stands beside, and is counted as one types where scripts run. */
export const AreaField: FC<FieldProps & { value: string; rows?: number; maxlength?: number; maxWords?: number | null; words?: number }> = ({
  value,
  rows = 5,
  maxlength,
  maxWords,
  words = 0,
  ...field
}) => (
  <Field {...field} class="form-long">
    <textarea
      id={fieldId(field.path)}
      name={field.name ?? field.path}
      rows={rows}
      maxlength={maxlength}
      data-max-words={maxWords ?? undefined}
      {...described(field.form, field.path, !!field.hint)}
    >
      {value}
    </textarea>
    {maxWords ? (
      <output class="hint" for={fieldId(field.path)} data-pattern={field.form.t("space.words", { words: -1, maximum: maxWords })}>
        {field.form.t("space.words", { words, maximum: maxWords })}
      </output>
    ) : null}
  </Field>
);

export const SelectField: FC<FieldProps & { value: string; options: readonly Option[]; empty?: string }> = ({
  value,
  options,
  empty,
  ...field
}) => {
  const groups = [...new Set(options.map(({ group }) => group))];
  const option = (one: Option) => (
    <option value={one.value} selected={one.value === value}>
      {one.label}
    </option>
  );
  return (
    <Field {...field}>
      <select id={fieldId(field.path)} name={field.name ?? field.path} {...described(field.form, field.path, !!field.hint)}>
        <option value="">{empty ?? ""}</option>
        {value !== "" && !options.some((one) => one.value === value) && (
          <option value={value} selected>
            {value}
          </option>
        )}
        {groups.map((group) =>
          group === undefined ? (
            options.filter((one) => one.group === undefined).map(option)
          ) : (
            <optgroup label={group}>{options.filter((one) => one.group === group).map(option)}</optgroup>
          ),
        )}
      </select>
    </Field>
  );
};

/** Several answers, or one of several (`type`), each a line one can press. */
export const ChoiceField: FC<FieldProps & { type: "checkbox" | "radio"; values: readonly string[]; options: readonly Option[] }> = ({
  type,
  values,
  options,
  ...field
}) => (
  <fieldset class="form-field form-choices" id={fieldId(field.path)} tabindex={-1} {...described(field.form, field.path, !!field.hint)}>
    <legend>
      <Label form={field.form} label={field.label} required={field.required} />
    </legend>
    <FieldHint id={fieldId(field.path)} hint={field.hint} />
    <FieldProblems form={field.form} path={field.path} />
    {options.map((one, i) => (
      <label for={`${fieldId(field.path)}-${i}`}>
        <input
          id={`${fieldId(field.path)}-${i}`}
          type={type}
          name={field.name ?? field.path}
          value={one.value}
          checked={values.includes(one.value)}
        />{" "}
        <span>{one.label}</span>
      </label>
    ))}
  </fieldset>
);

/** One box to tick. */
export const TickField: FC<FieldProps & { checked: boolean }> = ({ checked, ...field }) => (
  <div class="form-field form-tick">
    <input
      type="checkbox"
      id={fieldId(field.path)}
      name={field.name ?? field.path}
      value="1"
      checked={checked}
      {...described(field.form, field.path, !!field.hint)}
    />
    <label for={fieldId(field.path)}>{field.label}</label>
    <FieldHint id={fieldId(field.path)} hint={field.hint} />
    <FieldProblems form={field.form} path={field.path} />
  </div>
);

/** What was wrong with what was sent, each leading to its field. */
export const ErrorSummary: FC<{
  form: Form;
  labelOf: (path: string) => string;
  title?: string;
  hrefOf?: (path: string) => string;
  quiet?: boolean;
}> = ({ form, labelOf, title, hrefOf = (path) => `#${fieldId(path)}`, quiet }) =>
  form.problems.length === 0 ? (
    <></>
  ) : (
    <div class={quiet ? "to-do" : "error-summary"} role={quiet ? undefined : "alert"} tabindex={-1} id="errors" autofocus={!quiet}>
      <h2>{title ?? form.t("space.errors", { count: form.problems.length })}</h2>
      <ul>
        {form.problems.map((problem) => (
          <li>
            <a href={hrefOf(problem.path)}>
              {labelOf(problem.path)}
              {form.t("space.colon")} {problemWords(form.t, problem, form.currency)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );

/** Why something was not done. */
export const Refused: FC<{ words: Child }> = ({ words }) => (
  <p class="error-summary" role="alert" id="problem">
    {words}
  </p>
);
