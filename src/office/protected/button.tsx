import type { FC } from "hono/jsx";

/** One act on the file, or on a part of it, as a button. */
export const Button: FC<{ act: string; id?: string; label: string; of?: string; quiet?: boolean }> = ({ act, id, label, of, quiet }) => (
  <form method="post" class="move">
    {id && <input type="hidden" name="id" value={id} />}
    <button type="submit" name="do" value={act} class={quiet ? "quiet small" : undefined}>
      {label}
      {of && <span class="visually-hidden"> : {of}</span>}
    </button>
  </form>
);
