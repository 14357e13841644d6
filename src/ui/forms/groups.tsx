import type { FC } from "hono/jsx";
import { languages } from "../../platform/i18n/languages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import type { Widget } from "../../register/record/fields.ts";
import { Of } from "../of.tsx";
import { type FormContext, fieldId, first, problemsAt } from "./context.ts";
import { described, Required } from "./controls.tsx";
import { Problems } from "./problems.tsx";

export const LocalisedText: FC<{ form: FormContext; widget: Extract<Widget, { type: "text" }>; path: string; label: string }> = ({
  form,
  widget,
  path,
  label,
}) => (
  <fieldset class="form-field form-localised" id={fieldId(path)} tabindex={-1}>
    <legend>
      {label}
      {widget.required && <Required t={form.t} />}
    </legend>
    <Problems form={form} path={path} />
    <div class="side-by-side">
      {languages.map((language) => {
        const name = `${path}.${language}`;
        const common = { id: fieldId(name), name, lang: language, ...described(form, problemsAt(form, name).length > 0 ? name : path) };
        return (
          <div>
            <label for={fieldId(name)}>
              {translator(language)("common.language")}
              <Of t={form.t}>{label}</Of>
            </label>
            <Problems form={form} path={name} />
            {widget.long ? (
              <textarea {...common} rows={6}>
                {first(form.values, name)}
              </textarea>
            ) : (
              <input type="text" {...common} value={first(form.values, name)} maxlength={widget.max} />
            )}
          </div>
        );
      })}
    </div>
  </fieldset>
);

export const Terms: FC<{ form: FormContext; path: string; label: string; vocabulary: string }> = ({ form, path, label, vocabulary }) => {
  const chosen = form.values[path] ?? [];
  const options = form.options[`terms ${vocabulary}`] ?? [];
  const withdrawn = chosen.filter((code) => !options.some((option) => option.value === code)).map((code) => ({ value: code, label: code }));
  return (
    <details class="form-field checks" open={chosen.length > 0 && options.length <= 40}>
      <summary>
        {label} ({chosen.length})
      </summary>
      <fieldset id={fieldId(path)} tabindex={-1}>
        <legend class="visually-hidden">{label}</legend>
        <Problems form={form} path={path} />
        {[...withdrawn, ...options].map((option) => (
          <label>
            <input type="checkbox" name={path} value={option.value} checked={chosen.includes(option.value)} /> <span>{option.label}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
};
