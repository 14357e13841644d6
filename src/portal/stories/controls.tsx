import type { Child, FC, PropsWithChildren } from "hono/jsx";
import type { Translator } from "../../platform/i18n/messages.ts";
import type { FormTexts } from "../../platform/web/form-data.ts";
import type { Problem } from "../../register/record/kind.ts";
import { fieldId, problemText } from "../../ui/forms/context.ts";

/** What the controls of a form share: what was typed, what is wrong, the words. */
export interface StoryFormState {
  t: Translator;
  values: FormTexts;
  problems: readonly Problem[];
}
interface FieldProps {
  form: StoryFormState;
  name: string;
  hint?: Child;
  must?: boolean;
}

export const typed = (form: StoryFormState, name: string): string => form.values[name]?.[0] ?? "";
const labelOf = (t: Translator, name: string) => t.dynamic(`field.story.${name}`);
const wrong = ({ problems }: StoryFormState, name: string) => problems.filter(({ path }) => path === name);
const described = (form: StoryFormState, name: string, hint: boolean) => ({
  "aria-describedby":
    [hint && `${fieldId(name)}-hint`, wrong(form, name).length > 0 && `${fieldId(name)}-problem`].filter(Boolean).join(" ") || undefined,
  "aria-invalid": wrong(form, name).length > 0 ? "true" : undefined,
});

const Optional: FC<{ form: StoryFormState; must: boolean | undefined }> = ({ form, must }) =>
  must ? <></> : <span class="hint"> {form.t("space.optional")}</span>;

const Below: FC<{ form: StoryFormState; name: string }> = ({ form, name }) => {
  const found = wrong(form, name);
  return found.length === 0 ? (
    <></>
  ) : (
    <p class="problem" id={`${fieldId(name)}-problem`}>
      {found.map((problem) => problemText(form.t, problem)).join(" ")}
    </p>
  );
};

const Hint: FC<{ name: string; hint: Child }> = ({ name, hint }) =>
  hint ? (
    <span class="hint" id={`${fieldId(name)}-hint`}>
      {hint}
    </span>
  ) : (
    <></>
  );

const Field: FC<PropsWithChildren<FieldProps>> = ({ form, name, hint, must, children }) => (
  <div class="form-field">
    <label for={fieldId(name)}>
      {labelOf(form.t, name)}
      <Optional form={form} must={must} />
    </label>
    <Hint name={name} hint={hint} />
    {children}
    <Below form={form} name={name} />
  </div>
);

export const Line: FC<FieldProps & { max: number; type?: string; numeric?: boolean; autocomplete?: string }> = ({
  max,
  type = "text",
  numeric,
  autocomplete = "off",
  ...field
}) => (
  <Field {...field}>
    <input
      id={fieldId(field.name)}
      name={field.name}
      type={type}
      value={typed(field.form, field.name)}
      maxlength={max}
      inputmode={numeric ? "numeric" : undefined}
      autocomplete={autocomplete}
      dir="auto"
      {...described(field.form, field.name, !!field.hint)}
    />
  </Field>
);

export const Area: FC<FieldProps & { rows: number; max: number }> = ({ rows, max, ...field }) => (
  <Field {...field}>
    <textarea
      id={fieldId(field.name)}
      name={field.name}
      rows={rows}
      maxlength={max}
      dir="auto"
      {...described(field.form, field.name, !!field.hint)}
    >
      {typed(field.form, field.name)}
    </textarea>
  </Field>
);

export interface Option {
  value: string;
  label: string;
  lang?: string;
}
export const Choose: FC<FieldProps & { options: Option[]; empty: string | null }> = ({ options, empty, ...field }) => (
  <Field {...field}>
    <select id={fieldId(field.name)} name={field.name} {...described(field.form, field.name, !!field.hint)}>
      {empty !== null && <option value="">{empty}</option>}
      {options.map(({ value, label, lang }) => (
        <option value={value} lang={lang} selected={value === typed(field.form, field.name)}>
          {label}
        </option>
      ))}
    </select>
  </Field>
);

/** Several answers or one of several, each a line to press. */
export const Choices: FC<FieldProps & { type: "checkbox" | "radio"; options: Option[] }> = ({ type, options, ...field }) => {
  const { form, name, hint, must } = field;
  return (
    <fieldset class="form-field form-choices" id={fieldId(name)} tabindex={-1} {...described(form, name, !!hint)}>
      <legend>
        {labelOf(form.t, name)}
        <Optional form={form} must={must} />
      </legend>
      <Hint name={name} hint={hint} />
      {options.map(({ value, label }) => (
        <label>
          <input type={type} name={name} value={value} checked={form.values[name]?.includes(value) ?? false} /> <span>{label}</span>
        </label>
      ))}
      <Below form={form} name={name} />
    </fieldset>
  );
};

export const Tick: FC<{ form: StoryFormState; name: string; label?: Child }> = ({ form, name, label }) => (
  <div class="form-field form-tick">
    <input type="checkbox" id={fieldId(name)} name={name} value="1" checked={typed(form, name) === "1"} {...described(form, name, false)} />
    <label for={fieldId(name)}>{label ?? labelOf(form.t, name)}</label>
    <Below form={form} name={name} />
  </div>
);

/** All that is wrong, each leading to its field. */
export const Summary: FC<{ form: StoryFormState; other?: string | undefined }> = ({ form: { t, problems }, other }) =>
  problems.length === 0 && !other ? (
    <></>
  ) : (
    <div class="error-summary" role="alert" tabindex={-1} id="errors" autofocus>
      <h2>{t("stories.form.wrong", { count: Math.max(problems.length, 1) })}</h2>
      {other && <p>{other}</p>}
      {problems.length > 0 && (
        <ul>
          {problems.map((problem) => (
            <li>
              <a href={`#${fieldId(problem.path)}`}>
                {labelOf(t, problem.path)}
                {t("space.colon")} {problemText(t, problem)}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
