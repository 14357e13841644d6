import type { FC } from "hono/jsx";
import type { Translator } from "../../platform/i18n/messages.ts";
import { Of } from "../../ui/of.tsx";

/** One act on the file, or on a part of it, as a button. */
export const Button: FC<{ t: Translator; act: string; id?: string; label: string; of?: string; quiet?: boolean }> = ({
  t,
  act,
  id,
  label,
  of,
  quiet,
}) => (
  <form method="post" class="move">
    {id && <input type="hidden" name="id" value={id} />}
    <button type="submit" name="do" value={act} class={quiet ? "quiet small" : undefined}>
      {label}
      {of && <Of t={t}>{of}</Of>}
    </button>
  </form>
);
