import type { Right } from "../../platform/accounts/rights.ts";
import { may } from "../../platform/accounts/rights.ts";
import type { MessageKey } from "../../platform/i18n/messages.ts";
import type { OfficeContext } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { refused } from "../refused.tsx";

/** The pages of exchange, in the order of the hub: what comes in, what goes out, who may ask. */
export const exchangeDoors: { path: string; label: MessageKey; text: MessageKey; right: Right }[] = [
  { path: "/bureau/echanges/iati", label: "reported.title", text: "reported.doorText", right: "import" },
  { path: "/bureau/echanges/scdl", label: "scdl.title", text: "scdl.doorText", right: "import" },
  { path: "/bureau/echanges/declarations", label: "declaration.title", text: "declaration.doorText", right: "read" },
  { path: "/bureau/echanges/publications", label: "publication.title", text: "publication.doorText", right: "read" },
  { path: "/bureau/echanges/publication-iati", label: "exchange.iati.title", text: "exchange.iati.doorText", right: "read" },
  { path: "/bureau/echanges/cles", label: "api.key.title", text: "api.key.doorText", right: "administer" },
  { path: "/bureau/echanges/webhooks", label: "api.hook.title", text: "api.hook.doorText", right: "administer" },
];

/** One page from which every exchange is found. */
export function hub(c: OfficeContext): Response | Promise<Response> {
  const t = c.get("t");
  const doors = exchangeDoors.filter(({ right }) => may(c.get("officer"), right));
  if (!may(c.get("officer"), "read")) return refused(c);
  return c.html(
    <OfficeLayout c={c} title={t("exchange.title")}>
      <h1>{t("exchange.title")}</h1>
      <p>{t("exchange.lead")}</p>
      <dl>
        {doors.map(({ path, label, text }) => (
          <>
            <dt>
              <a href={path}>{t(label)}</a>
            </dt>
            <dd>{t(text)}</dd>
          </>
        ))}
      </dl>
    </OfficeLayout>,
  );
}
