import type { Translator } from "../../platform/i18n/messages.ts";
import type { MapPoint } from "../../register/map/points.ts";
import { money } from "../../ui/format.ts";
import { plain } from "../../ui/text.tsx";

/** What a point can be: its layer and its kind of record. */
export const pointKinds = ["agreements.partner", "projects.project", "networks.partner", "networks.network"] as const;

/** What a point is: "Projet", "Partenaire avec un accord", "Siège d’un réseau"… */
export function whatOf({ layer, kind }: MapPoint, t: Translator): string {
  return t.dynamic(`map.what.${layer}.${kind}`);
}

/** What is worth knowing of it at a glance: its agreements and their states, its networks, its amount; "" when nothing is. */
export function detailOf({ agreements, networks, amountCents, currency }: MapPoint, t: Translator): string {
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
  return amountCents === null || currency === null ? "" : money(amountCents, currency, t.locale);
}
