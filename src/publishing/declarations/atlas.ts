import { textIn } from "../../platform/localised.ts";
import type { AtlasRow } from "./atlas-store.ts";
import type { Finding } from "./check.ts";

export interface Atlas {
  rows: AtlasRow[];
  findings: Finding[];
}

/** The co-operations to declare: those that are public. Drafts are told, not declared. */
export function declareAtlas(cooperations: AtlasRow[]): Atlas {
  const findings = cooperations.flatMap((row): Finding[] => {
    const about = {
      record: { kind: row.kind, id: row.id },
      label: textIn(row.name, "fr")?.text ?? row.id,
      amountCents: row.budgetCents,
      currency: row.currency,
    };
    if (!row.published) return [{ code: "draft", ...about }];
    const { partner } = row;
    return [
      ...(partner.country
        ? []
        : [
            {
              code: "no_partner_country" as const,
              record: { kind: "partner" as const, id: partner.id },
              label: textIn(partner.name, "fr")?.text ?? partner.id,
              amountCents: null,
              currency: row.currency,
            },
          ]),
      ...(row.demo ? [{ code: "demo" as const, ...about }] : []),
    ];
  });
  return { rows: cooperations.filter(({ published }) => published), findings };
}
