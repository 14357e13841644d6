import type { FC } from "hono/jsx";
import { type Locale, languages } from "../../platform/i18n/languages.ts";
import type { Translator } from "../../platform/i18n/messages.ts";
import { translator } from "../../platform/i18n/messages.ts";
import { instantOfLocal, utcOffset } from "../../platform/instants.ts";
import { acceptedBy } from "../../platform/intake/rules.ts";
import { timeZone, timeZoneName } from "../../platform/time-zone.ts";
import type { Field, Fields, Widget } from "../../register/record/fields.ts";
import type { Problem } from "../../register/record/kind.ts";
import { useOf } from "../file-limits.ts";
import { type FormValues, lineCount } from "./values.ts";

export interface Option {
  value: string;
  label: string;
}
/** The choices that a form offers, by what they choose: "reference partner", "terms theme", "country". */
export type Options = Record<string, Option[]>;

export interface FormContext {
  kind: string;
  values: FormValues;
  problems: Problem[];
  options: Options;
  /** What a search among the records that one field may name has found. */
  found?: { path: string; options: Option[] } | undefined;
  /** What stands before the names of the controls and is no part of their field: one of several forms of a page. */
  prefix?: string;
  /** Where a file that is already there can be seen, by its digest. */
  fileHref?: (sha256: string) => string;
  t: Translator;
  locale: Locale;
}

/** References up to this many are a list to choose from; beyond, a field to type a name or an identifier in. */
export const MOST_IN_LIST = 80;

export const fieldId = (path: string) => `f-${path.replaceAll(".", "-")}`;
const first = (values: FormValues, name: string) => values[name]?.[0] ?? "";

/** The path of a field within its form. */
const bare = ({ prefix = "" }: FormContext, path: string) => path.slice(path.startsWith(prefix) ? prefix.length : 0);

/** The names along a path, without the numbers of lines. */
const namesIn = (path: string) => path.split(".").filter((part) => !/^\d+$/.test(part));

/** The name of a field: of this kind and list, else of the kind, else the general one. */
export function labelOf(t: Translator, kind: string, path: string): string {
  const names = namesIn(path);
  const last = names.at(-1)!;
  const keys = [`field.${kind}.${names.join(".")}`, `field.${kind}.${last}`, `field.${last}`];
  return t.dynamic(keys.find((key) => t.has(key)) ?? `field.${last}`);
}

const choiceKey = (kind: string, path: string, value: string) =>
  `choice.${kind}.${path
    .split(".")
    .filter((part) => !/^\d+$/.test(part))
    .join(".")}.${value}`;

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
      <Control form={form} widget={widget} path={path} />
      <Problems form={form} path={path} />
    </div>
  );
};

const Required: FC<{ t: Translator }> = ({ t }) => <span class="required"> {t("office.form.required")}</span>;

const hints: Partial<Record<Widget["type"], string>> = {
  date: "office.hint.date",
  instant: "calls.hint.instant",
  texts: "office.hint.texts",
  cents: "office.hint.cents",
  url: "office.hint.url",
};
/** What a field asks for: words of its own ("hint.<kind>.<path>") where the catalogue has any, then how such values are written. */
function hintsOf(form: FormContext, widget: Widget, path: string): string[] {
  const own = `hint.${form.kind}.${namesIn(bare(form, path)).join(".")}`;
  const usual = widget.type === "file" ? `office.hint.file.${widget.accept}` : hints[widget.type];
  return [
    ...(form.t.has(own) ? [form.t.dynamic(own)] : []),
    ...(usual ? [form.t.dynamic(usual, { zone: timeZoneName(form.locale) })] : []),
  ];
}
const Hint: FC<{ form: FormContext; widget: Widget; path: string }> = ({ form, widget, path }) => {
  const words = hintsOf(form, widget, path);
  return words.length > 0 ? (
    <span class="hint" id={`${fieldId(path)}-hint`}>
      {words.join(" ")}
    </span>
  ) : (
    <></>
  );
};

function described(form: FormContext, path: string, hint = false): Record<string, string | undefined> {
  const id = fieldId(path);
  const wrong = problemsAt(form, path).length > 0;
  return {
    "aria-describedby": [hint && `${id}-hint`, wrong && `${id}-problem`].filter(Boolean).join(" ") || undefined,
    "aria-invalid": wrong ? "true" : undefined,
  };
}

const Control: FC<{ form: FormContext; widget: Widget; path: string }> = ({ form, widget, path }) => {
  const id = fieldId(path);
  const value = first(form.values, path);
  const common = { id, name: path, ...described(form, path, hintsOf(form, widget, path).length > 0) };
  switch (widget.type) {
    case "choice":
      return (
        <Select
          {...common}
          value={value}
          empty={!widget.required || value === ""}
          options={widget.options.map((option) => ({
            value: option,
            label: form.t.dynamic(choiceKey(form.kind, bare(form, path), option)),
          }))}
        />
      );
    case "country":
      return <Select {...common} value={value} empty options={form.options.country ?? []} />;
    case "term":
      return <Select {...common} value={value} empty options={form.options[`terms ${widget.vocabulary}`] ?? []} />;
    case "reference":
      return <Reference form={form} to={widget.to} path={path} common={common} value={value} />;
    case "texts":
      return (
        <textarea {...common} rows={3}>
          {value}
        </textarea>
      );
    case "text":
      return widget.long ? (
        <textarea {...common} rows={5}>
          {value}
        </textarea>
      ) : (
        <input type="text" {...common} value={value} maxlength={widget.max} />
      );
    case "instant":
      return <InstantControl form={form} path={path} common={common} value={value} />;
    case "file":
      return (
        <>
          <input type="hidden" name={path} value={value} />
          {value && (
            <span class="file-kept">
              {form.t("office.form.fileKept")} {form.fileHref && <a href={form.fileHref(value)}>{form.t("office.form.fileSee")}</a>}
            </span>
          )}
          <input type="file" id={id} name={`${path}.upload`} accept={acceptedBy(useOf[widget.accept])} {...described(form, path, true)} />
        </>
      );
    default:
      return (
        <input
          type="text"
          {...common}
          value={value}
          inputmode={widget.type === "cents" || widget.type === "number" ? "decimal" : undefined}
          autocomplete="off"
        />
      );
  }
};

/**
 * A day and hour by the city's clocks. What no clock shows stays as typed, in a plain field; an hour that the clocks
 * show twice brings the choice between the two, which needs no script: the form comes back with it.
 */
const InstantControl: FC<{ form: FormContext; path: string; common: { id: string; name: string }; value: string }> = ({
  form,
  path,
  common,
  value,
}) => {
  const read = instantOfLocal(value, timeZone());
  const plain = value !== "" && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(value);
  const chosen = first(form.values, `${path}.offset`);
  const id = fieldId(`${path}.offset`);
  return (
    <span class="instant">
      {plain ? (
        <input type="text" {...common} value={value} autocomplete="off" />
      ) : (
        <input type="datetime-local" step="1" {...common} value={value} />
      )}
      {!read.ok && read.reason === "twice" && (
        <span class="instant-offset">
          <label for={id}>{form.t("calls.form.offset")}</label>{" "}
          <Select
            id={id}
            name={`${path}.offset`}
            value={chosen}
            empty={chosen === ""}
            options={read.offsets.map((offset, i) => ({
              value: offset,
              label: form.t(i === 0 ? "calls.form.first" : "calls.form.second", { offset: utcOffset(offset) }),
            }))}
          />
        </span>
      )}
    </span>
  );
};

const Select: FC<{ id: string; name: string; value: string; empty: boolean; options: Option[] }> = ({
  value,
  empty,
  options,
  ...attributes
}) => (
  <select {...attributes}>
    {empty && <option value=""></option>}
    {value !== "" && !options.some((option) => option.value === value) && (
      <option value={value} selected>
        {value}
      </option>
    )}
    {options.map((option) => (
      <option value={option.value} selected={option.value === value}>
        {option.label}
      </option>
    ))}
  </select>
);

const Reference: FC<{ form: FormContext; to: string; path: string; common: { id: string; name: string }; value: string }> = ({
  form,
  to,
  path,
  common,
  value,
}) => {
  const options = form.options[`reference ${to}`] ?? [];
  if (options.length <= MOST_IN_LIST) return <Select {...common} value={value} empty options={options} />;
  const known = options.find((option) => option.value === value);
  const label = labelOf(form.t, form.kind, bare(form, path));
  const found = form.found?.path === path ? form.found.options : undefined;
  return (
    <>
      <span class="with-button">
        <input type="text" {...common} value={value} list={`list-${to}`} autocomplete="off" />
        <FormButton action={`find:${path}`} label={form.t("office.form.find")} of={label} at={common.id} />
      </span>
      {known && <span class="hint">{known.label}</span>}
      {found && (
        <span class="found" role="status">
          {found.length === 0 && form.t("office.form.foundNone")}
          {found.map((option) => (
            <FormButton action={`pick:${path}=${option.value}`} label={option.label} of={label} at={common.id} />
          ))}
        </span>
      )}
    </>
  );
};

/** The names that the long references propose as one types: once for the whole form. */
export const ReferenceLists: FC<{ options: Options }> = ({ options }) => (
  <>
    {Object.entries(options)
      .filter(([name, choices]) => name.startsWith("reference ") && choices.length > MOST_IN_LIST)
      .map(([name, choices]) => (
        <datalist id={`list-${name.slice("reference ".length)}`}>
          {choices.map((choice) => (
            <option value={choice.value}>{choice.label}</option>
          ))}
        </datalist>
      ))}
  </>
);

const LocalisedText: FC<{ form: FormContext; widget: Extract<Widget, { type: "text" }>; path: string; label: string }> = ({
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
              <span class="visually-hidden"> : {label}</span>
            </label>
            {widget.long ? (
              <textarea {...common} rows={6}>
                {first(form.values, name)}
              </textarea>
            ) : (
              <input type="text" {...common} value={first(form.values, name)} maxlength={widget.max} />
            )}
            <Problems form={form} path={name} />
          </div>
        );
      })}
    </div>
  </fieldset>
);

const Terms: FC<{ form: FormContext; path: string; label: string; vocabulary: string }> = ({ form, path, label, vocabulary }) => {
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
            {i > 0 && <FormButton action={`up:${path}.${i}`} label={t("office.form.up")} of={`${label} ${i + 1}`} at={fieldId(path)} />}
            {i < count - 1 && (
              <FormButton action={`down:${path}.${i}`} label={t("office.form.down")} of={`${label} ${i + 1}`} at={fieldId(path)} />
            )}
            <FormButton action={`remove:${path}.${i}`} label={t("office.form.remove")} of={`${label} ${i + 1}`} at={fieldId(path)} />
          </p>
        </fieldset>
      ))}
      <p class="form-add">
        {widget.variants ? (
          Object.keys(widget.variants.fields).map((sort) => (
            <FormButton
              action={`add:${path}.${widget.variants!.by}=${sort}`}
              label={t("office.form.addOne", { sort: t.dynamic(choiceKey(form.kind, bare(form, `${path}.${widget.variants!.by}`), sort)) })}
              of={label}
              at={fieldId(path)}
            />
          ))
        ) : (
          <FormButton action={`add:${path}`} label={t("office.form.add")} of={label} at={fieldId(path)} />
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

// A button of the form itself: the page comes back, where it was, with all that was typed and one thing changed. No script.
const FormButton: FC<{ action: string; label: string; of: string; at: string }> = ({ action, label, of, at }) => (
  <button class="quiet small" type="submit" name="do" value={action} formaction={`#${at}`} formnovalidate>
    {label}
    <span class="visually-hidden"> : {of}</span>
  </button>
);

function problemsAt(form: FormContext, path: string): Problem[] {
  return form.problems.filter((problem) => problem.path === path);
}

const Problems: FC<{ form: FormContext; path: string }> = ({ form, path }) => {
  const found = problemsAt(form, path);
  return found.length === 0 ? (
    <></>
  ) : (
    <p class="problem" id={`${fieldId(path)}-problem`}>
      {found.map((problem) => problemText(form.t, problem)).join(" ")}
    </p>
  );
};

export function problemText(t: Translator, problem: Problem): string {
  return t.dynamic(t.has(`problem.${problem.code}`) ? `problem.${problem.code}` : "problem.invalid", problem.values);
}

/** All problems at once, each leading to its field. */
export const ErrorSummary: FC<{ form: FormContext }> = ({ form: { t, kind, problems } }) =>
  problems.length === 0 ? (
    <></>
  ) : (
    <div class="error-summary" role="alert" tabindex={-1} id="errors" autofocus>
      <h2>{t("office.form.errors", { count: problems.length })}</h2>
      <ul>
        {problems.map((problem) => (
          <li>
            <a href={`#${fieldId(problem.path || "name")}`}>
              {placeOf(t, kind, problem.path)}
              {problemText(t, problem)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );

/** "Étapes, ligne 2, Motif : " */
export function placeOf(t: Translator, kind: string, path: string): string {
  if (path === "") return "";
  const parts = path.split(".");
  const words = parts.map((part, i) =>
    /^\d+$/.test(part)
      ? t("office.form.line", { n: Number(part) + 1 })
      : /^[a-z]{2}$/.test(part) && i > 0
        ? part
        : labelOf(t, kind, parts.slice(0, i + 1).join(".")),
  );
  return `${words.join(", ")} : `;
}
