import type { Child, FC } from "hono/jsx";
import { describedBy, FieldFrame } from "./field.tsx";

// The fields of a form written by hand, where no kind of record describes it: its labels, hints and faults always stand alike.

interface FieldProps {
  /** Also its id: one form of them on a page. */
  name: string;
  label: Child;
  hint?: Child;
  /** What is wrong with it, in words: told with the field. */
  problem?: string | undefined;
}

/** A line, or with `rows` a block, of text. `wrong`: what is wrong is told at the head of the page, as "problem". */
export const TextField: FC<
  FieldProps & {
    value?: string;
    required?: boolean;
    rows?: number;
    type?: string;
    autocomplete?: string;
    inputmode?: string;
    maxlength?: number;
    minlength?: number;
    readonly?: boolean;
    wrong?: boolean;
  }
> = ({ value = "", rows, type = "text", inputmode, wrong, name, label, hint, problem, ...control }) => {
  const said = describedBy({ id: name, hint, problem });
  const own = {
    id: name,
    name,
    "aria-invalid": said["aria-invalid"] ?? (wrong ? ("true" as const) : undefined),
    "aria-describedby": [said["aria-describedby"], wrong && "problem"].filter(Boolean).join(" ") || undefined,
  };
  return (
    <FieldFrame id={name} label={label} hint={hint} problem={problem}>
      {rows ? (
        <textarea {...own} {...control} rows={rows}>
          {value}
        </textarea>
      ) : (
        <input {...own} {...control} type={type} value={value} inputmode={inputmode as never} />
      )}
    </FieldFrame>
  );
};

/** A choice among a few. */
export const SelectField: FC<FieldProps & { value: string; options: readonly { value: string; label: string }[] }> = ({
  value,
  options,
  name,
  ...said
}) => (
  <FieldFrame id={name} {...said}>
    <select id={name} name={name} {...describedBy({ id: name, ...said })}>
      {options.map((option) => (
        <option value={option.value} selected={option.value === value}>
          {option.label}
        </option>
      ))}
    </select>
  </FieldFrame>
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
