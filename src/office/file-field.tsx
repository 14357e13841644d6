import type { FC } from "hono/jsx";
import { FieldFrame } from "../ui/forms/field.tsx";

/** Why the file that was given was not taken; the field of the file names it. */
export const FileProblem: FC<{ words: string | undefined }> = ({ words }) =>
  words === undefined ? null : (
    <p class="error-summary" role="alert" id="problem">
      {words}
    </p>
  );

/** Where a file is chosen. `refused`: the page says why the last one was not taken. */
export const FileField: FC<{ name: string; label: string; hint: string; accept: string; refused: boolean }> = ({
  name,
  label,
  hint,
  accept,
  refused,
}) => (
  <FieldFrame id={name} label={label} hint={hint}>
    <input
      id={name}
      type="file"
      name={name}
      accept={accept}
      required
      aria-describedby={refused ? `${name}-hint problem` : `${name}-hint`}
    />
  </FieldFrame>
);

/** What a table may come in as. */
export const TABLES = ".csv,.xlsx,.ods,.tsv,.txt";
