import type { Translator } from "../../platform/i18n/messages.ts";
import type { MapPoint } from "../../register/map/points.ts";
import { money } from "../../ui/format.ts";
import { days } from "../../ui/lasting.ts";
import { plain } from "../../ui/text.tsx";

/** What a point can be: its layer and its kind of record. */
export const pointKinds = ["agreements.partner", "projects.project", "networks.partner", "networks.network", "occasions.occasion"] as const;

/** What a point is: "Projet", "Partenaire avec un accord", "Siège d’un réseau"… */
export function whatOf({ layer, kind }: MapPoint, t: Translator): string {
  return t.dynamic(`map.what.${layer}.${kind}`);
}

/** What is worth knowing of it at a glance: its agreements and their states, its networks, when it is, its amount; "" when nothing is. */
export function detailOf({ agreements, networks, lasting, amountCents, currency }: MapPoint, t: Translator): string {
  if (agreements.length > 0)
    return agreements
      .map(({ type, state }) =>
        t("map.agreement", {
          type: t.dynamic(`choice.agreement.type.${type}`),
          state: t.dynamic(`choice.agreement.state.${state}`).toLocaleLowerCase(t.locale),
        }),
      )
      .join(", ");
  if (networks.length > 0) return networks.map(({ name }) => plain(name, t.locale)).join(", ");
  if (lasting) {
    const stopped = lasting.state === "cancelled" || lasting.state === "postponed";
    return [days(lasting, t.locale), ...(stopped ? [t.dynamic(`choice.occasion.state.${lasting.state}`)] : [])].join(" · ");
  }
  return amountCents === null || currency === null ? "" : money(amountCents, currency, t.locale);
}
