import type { FC } from "hono/jsx";
import type { Field, Fields, Widget } from "../../register/record/fields.ts";
import { bare, choiceKey, type FormContext, fieldId, first, labelOf } from "./context.ts";
import { Control, described, FormButton, Hint, Required } from "./controls.tsx";
import { LocalisedText, Terms } from "./groups.tsx";
import { Problems } from "./problems.tsx";
import { lineCount } from "./values.ts";

/** All the controls of a record, in the order of its fields. */
export const FormFields: FC<{ form: FormContext; fields: Fields; prefix?: string }> = ({ form, fields, prefix = "" }) => (
  <>
    {Object.entries(fields).map(([name, field]) => (
      <FormField form={form} field={field} path={prefix + name} />
    ))}
  </>
);

const FormField: FC<{ form: FormContext; field: Field; path: string }> = ({ form, field: { widget }, path }) => {
  const label = labelOf(form.t, form.kind, bare(form, path));
  if (widget.type === "list") return <Lines form={form} widget={widget} path={path} label={label} />;
  if (widget.type === "terms") return <Terms form={form} path={path} label={label} vocabulary={widget.vocabulary} />;
  if (widget.type === "text" && widget.localised) return <LocalisedText form={form} widget={widget} path={path} label={label} />;
  const required = "required" in widget && widget.required;
  const id = fieldId(path);
  if (widget.type === "flag") {
    return (
      <div class="form-field form-flag">
        <input type="checkbox" id={id} name={path} value="1" checked={first(form.values, path) === "1"} {...described(form, path)} />
        <label for={id}>{label}</label>
        <Problems form={form} path={path} />
      </div>
    );
  }
  return (
    <div class={`form-field form-${widget.type}`}>
      <label for={id}>
        {label}
        {required && <Required t={form.t} />}
      </label>
      <Hint form={form} widget={widget} path={path} />
      <Problems form={form} path={path} />
      <Control form={form} widget={widget} path={path} />
    </div>
  );
};

const Lines: FC<{ form: FormContext; widget: Extract<Widget, { type: "list" }>; path: string; label: string }> = ({
  form,
  widget,
  path,
  label,
}) => {
  const { t } = form;
  const count = lineCount(form.values, path);
  return (
    <fieldset class="form-field form-lines" id={fieldId(path)} tabindex={-1}>
      <legend>{label}</legend>
      <Hint form={form} widget={widget} path={path} />
      <Problems form={form} path={path} />
      <input type="hidden" name={`${path}.count`} value={count} />
      {Array.from({ length: count }, (_, i) => (
        <fieldset class="form-line" id={fieldId(`${path}.${i}`)} tabindex={-1}>
          <legend>{t("office.form.line", { n: i + 1 })}</legend>
          <Problems form={form} path={`${path}.${i}`} />
          <div class="form-line-fields">
            <FormFields form={form} fields={fieldsOfLine(form, widget, `${path}.${i}`)} prefix={`${path}.${i}.`} />
          </div>
          <p class="form-line-actions">
            {i > 0 && (
              <FormButton t={t} action={`up:${path}.${i}`} label={t("office.form.up")} of={`${label} ${i + 1}`} at={fieldId(path)} />
            )}
            {i < count - 1 && (
              <FormButton t={t} action={`down:${path}.${i}`} label={t("office.form.down")} of={`${label} ${i + 1}`} at={fieldId(path)} />
            )}
            <FormButton t={t} action={`remove:${path}.${i}`} label={t("office.form.remove")} of={`${label} ${i + 1}`} at={fieldId(path)} />
          </p>
        </fieldset>
      ))}
      <p class="form-add">
        {widget.variants ? (
          Object.keys(widget.variants.fields).map((sort) => (
            <FormButton
              t={t}
              action={`add:${path}.${widget.variants!.by}=${sort}`}
              label={t("office.form.addOne", { sort: t.dynamic(choiceKey(form.kind, bare(form, `${path}.${widget.variants!.by}`), sort)) })}
              of={label}
              at={fieldId(path)}
            />
          ))
        ) : (
          <FormButton t={t} action={`add:${path}`} label={t("office.form.add")} of={label} at={fieldId(path)} />
        )}
      </p>
    </fieldset>
  );
};

/** The fields of a line: of its sort where lines are of several, and any other that holds something, for it is not to be lost unseen. */
function fieldsOfLine(form: FormContext, { fields, variants }: Extract<Widget, { type: "list" }>, path: string): Fields {
  const own = variants?.fields[first(form.values, `${path}.${variants.by}`)];
  if (!own) return fields;
  const holds = (name: string) =>
    Object.entries(form.values).some(
      ([key, [value]]) => (key === `${path}.${name}` || key.startsWith(`${path}.${name}.`)) && value !== undefined && value.trim() !== "",
    );
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name === variants?.by || own.includes(name) || holds(name)));
}
