import type { FC } from "hono/jsx";
import type { Right } from "../../platform/accounts/rights.ts";
import { may } from "../../platform/accounts/rights.ts";
import type { MessageKey } from "../../platform/i18n/messages.ts";
import { law } from "../../platform/law.ts";
import type { OfficeContext } from "../env.ts";
import { OfficeLayout } from "../layout.tsx";
import { refused } from "../refused.tsx";

const sides = ["in", "out", "access"] as const;

/** The pages of exchange, in the order of the hub: what comes in, what goes out, who may ask. */
const exchangeDoors: {
  path: string;
  label: MessageKey;
  text: MessageKey;
  right: Right;
  side: (typeof sides)[number];
  where?: () => boolean;
}[] = [
  { path: "/bureau/echanges/iati", label: "reported.title", text: "reported.doorText", right: "record.import", side: "in" },
  { path: "/bureau/echanges/scdl", label: "scdl.title", text: "scdl.doorText", right: "record.import", side: "in" },
  {
    path: "/bureau/echanges/declarations",
    label: "declaration.title",
    text: "declaration.doorText",
    right: "declaration.read",
    where: () => law().declarations.length > 0,
    side: "out",
  },
  {
    path: "/bureau/echanges/publications",
    label: "publication.title",
    text: "publication.doorText",
    right: "publication.read",
    side: "out",
  },
  {
    path: "/bureau/echanges/publication-iati",
    label: "exchange.iati.title",
    text: "exchange.iati.doorText",
    right: "publication.read",
    side: "out",
  },
  { path: "/bureau/echanges/cles", label: "api.key.title", text: "api.key.doorText", right: "key.manage", side: "access" },
  { path: "/bureau/echanges/webhooks", label: "api.hook.title", text: "api.hook.doorText", right: "webhook.manage", side: "access" },
];

/** One page from which every exchange is found. */
export function hub(c: OfficeContext): Response | Promise<Response> {
  const t = c.get("t");
  const doors = exchangeDoors.filter(({ right, where }) => may(c.get("officer"), right) && (where?.() ?? true));
  if (doors.length === 0) return refused(c);
  return c.html(
    <OfficeLayout c={c} title={t("exchange.title")}>
      <h1>{t("exchange.title")}</h1>
      <p>{t("exchange.lead")}</p>
      {sides.map((side) => (
        <Side c={c} side={side} doors={doors.filter((door) => door.side === side)} />
      ))}
    </OfficeLayout>,
  );
}

const Side: FC<{ c: OfficeContext; side: (typeof sides)[number]; doors: typeof exchangeDoors }> = ({ c, side, doors }) => {
  const t = c.get("t");
  if (doors.length === 0) return <></>;
  return (
    <section aria-labelledby={`exchange-${side}`}>
      <h2 id={`exchange-${side}`}>{t(`exchange.side.${side}`)}</h2>
      <dl class="told-of">
        {doors.map(({ path, label, text }) => (
          <>
            <dt>
              <a href={path}>{t(label)}</a>
            </dt>
            <dd>{t(text)}</dd>
          </>
        ))}
      </dl>
    </section>
  );
};
