import type { FC, PropsWithChildren } from "hono/jsx";

// The fields of a form written by hand, where no kind of record describes it: its labels, hints and faults always stand alike.

interface FieldProps {
  /** Also its id: one form of them on a page. */
  name: string;
  label: string;
  hint?: string | undefined;
  /** What is wrong with it, in words: told with the field. */
  problem?: string | undefined;
}

const Around: FC<PropsWithChildren<FieldProps>> = ({ name, label, hint, problem, children }) => (
  <div class="form-field">
    <label for={name}>{label}</label>
    {hint && (
      <span class="hint" id={`${name}-hint`}>
        {hint}
      </span>
    )}
    {children}
    {problem && (
      <p class="problem" id={`${name}-problem`}>
        {problem}
      </p>
    )}
  </div>
);

const described = ({ name, hint, problem }: FieldProps) => ({
  id: name,
  name,
  "aria-describedby": [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean).join(" ") || undefined,
  "aria-invalid": problem ? ("true" as const) : undefined,
});

/** A line, or with `rows` a block, of text. */
export const TextField: FC<FieldProps & { value: string; required?: boolean; rows?: number; type?: string }> = ({
  value,
  required,
  rows,
  type = "text",
  ...field
}) => (
  <Around {...field}>
    {rows ? (
      <textarea {...described(field)} rows={rows}>
        {value}
      </textarea>
    ) : (
      <input {...described(field)} type={type} value={value} required={required} />
    )}
  </Around>
);

/** A choice among a few. */
export const SelectField: FC<FieldProps & { value: string; options: readonly { value: string; label: string }[] }> = ({
  value,
  options,
  ...field
}) => (
  <Around {...field}>
    <select {...described(field)}>
      {options.map((option) => (
        <option value={option.value} selected={option.value === value}>
          {option.label}
        </option>
      ))}
    </select>
  </Around>
);

/** What is wrong with a form, each with the way to its field. */
export const ProblemLinks: FC<{ problems: readonly { field: string; text: string }[] }> = ({ problems }) =>
  problems.length === 0 ? null : (
    <div class="error-summary" role="alert" tabindex={-1} autofocus>
      <ul>
        {problems.map(({ field, text }) => (
          <li>
            <a href={`#${field}`}>{text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
