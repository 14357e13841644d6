import { law } from "../../platform/law.ts";
import { textIn } from "../../platform/localised.ts";
import type { BodyRow } from "./annex-store.ts";
import { unpaidFindings } from "./apd.ts";
import type { Finding } from "./check.ts";
import { type BodyKind, bodyKind } from "./defaults.ts";
import type { UnpaidAward } from "./paid-store.ts";

export interface AnnexRow extends BodyRow {
  kind: BodyKind;
  /** A private body that was paid more than 23,000 € in the year: a convention is due. */
  conventionDue: boolean;
}

export interface Annex {
  rows: AnnexRow[];
  findings: Finding[];
}

/** The bodies of a year as the annex of the administrative account lists them, and what is still to be said of them. */
export function declareAnnex(bodies: BodyRow[], unpaid: UnpaidAward[]): Annex {
  const rows = bodies.map((body): AnnexRow => {
    const kind = bodyKind(body.type);
    return {
      ...body,
      kind,
      conventionDue: kind !== "public" && body.currency === "EUR" && body.paidCents > (law().agreementAboveCents ?? Infinity),
    };
  });
  const findings = rows.flatMap((row): Finding[] => {
    const about = {
      record: { kind: "organisation" as const, id: row.id },
      label: textIn(row.name, "fr")?.text ?? row.id,
      amountCents: row.paidCents,
      currency: row.currency,
    };
    return [
      ...(row.siret || row.rna || row.foreignId ? [] : [{ code: "no_identifier" as const, ...about }]),
      ...(row.kind === "unknown" ? [{ code: "unknown_kind" as const, ...about, value: row.type }] : []),
      ...(row.currency === "EUR" ? [] : [{ code: "not_euro" as const, ...about, value: row.currency }]),
      ...(row.demo ? [{ code: "demo" as const, ...about }] : []),
    ];
  });
  return { rows, findings: [...unpaidFindings(unpaid), ...findings] };
}
