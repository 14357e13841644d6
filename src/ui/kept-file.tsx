import type { FC } from "hono/jsx";
import type { Translator } from "../platform/i18n/messages.ts";
import { closedStates } from "../platform/intake/rules.ts";

/** Where a file stands, and what was found in it: null of one that came before files were looked into. */
export interface Checked {
  check: string | null;
  found: readonly string[] | null;
}

/** A file to open, or why it cannot be opened now. `tellsFinds`: with what whoever opens it should know is in it. */
export const KeptFileLink: FC<{ t: Translator; file: Checked & { name: string }; href: string; tellsFinds?: boolean }> = ({
  t,
  file: { name, check, found },
  href,
  tellsFinds,
}) => (
  <>
    {(closedStates as readonly (string | null)[]).includes(check) ? (
      <>
        <bdi>{name}</bdi> <span class={check === "waiting" ? "badge" : "badge badge-refused"}>{t.dynamic(`intake.state.${check}`)}</span>
      </>
    ) : (
      <a href={href}>
        <bdi>{name}</bdi>
      </a>
    )}
    {tellsFinds &&
      found?.map((find) => (
        <>
          {" "}
          <span class="badge">{t.dynamic(`intake.found.${find}`)}</span>
        </>
      ))}
  </>
);
