import type { FC, PropsWithChildren } from "hono/jsx";
import type { Translator } from "../platform/i18n/messages.ts";

/** What the words of a button or a link are of, for who does not see where they stand: “Remove: the first line”. */
export const Of: FC<PropsWithChildren<{ t: Translator }>> = ({ t, children }) => (
  <span class="visually-hidden">
    {`${t("common.colon")} `}
    {children}
  </span>
);
