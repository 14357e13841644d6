import type { FC } from "hono/jsx";
import type { Translator } from "../platform/i18n/messages.ts";

/** The state of a record, in words as well as colour. */
export const StatusBadge: FC<{ status: string; t: Translator }> = ({ status, t }) => (
  <span class={`badge badge-${status}`}>{t.dynamic(`status.${status}`)}</span>
);

/** Says that a row was made up to show what the program does. */
export const DemoBadge: FC<{ demo: boolean; t: Translator }> = ({ demo, t }) =>
  demo ? <strong class="badge badge-demo">{t("common.demo")}</strong> : <></>;
