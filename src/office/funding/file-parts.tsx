import type { Child, FC, PropsWithChildren } from "hono/jsx";
import type { ApplicationState } from "../../funding/application/states.ts";
import type { Translator } from "../../platform/i18n/messages.ts";
import type { OfficeContext } from "../env.ts";
import type { FileData, GivenBack } from "./file-data.ts";

/** The state of a file, in words as well as colour. */
export const StateBadge: FC<{ state: ApplicationState; t: Translator }> = ({ state, t }) => (
  <span class={`badge state-${state.replaceAll("_", "-")}`}>{t.dynamic(`state.application.${state}`)}</span>
);

/** A part of a long page, with its own place in the address. */
export const Part: FC<PropsWithChildren<{ id: string; title: Child; aside?: Child }>> = ({ id, title, aside, children }) => (
  <section class="file-part" id={id} aria-labelledby={`${id}-title`}>
    <div class="part-title">
      <h2 id={`${id}-title`}>{title}</h2>
      {aside}
    </div>
    {children}
  </section>
);

export interface FileProps {
  c: OfficeContext;
  data: FileData;
  given?: GivenBack | undefined;
}
