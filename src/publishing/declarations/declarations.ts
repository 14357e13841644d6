import type { City } from "../../platform/city.ts";
import type { Database } from "../../platform/database/connect.ts";
import type { Column } from "../tabular/column.ts";
import { readAidAnswers } from "./aid-lists-store.ts";
import { type AnnexRow, declareAnnex } from "./annex.ts";
import { bodiesOf } from "./annex-store.ts";
import { type ApdRow, declareApd } from "./apd.ts";
import { declareAtlas } from "./atlas.ts";
import { type AtlasRow, cooperations } from "./atlas-store.ts";
import { type Finding, gathered } from "./check.ts";
import { annexColumns } from "./columns/annex.ts";
import { apdColumns } from "./columns/apd.ts";
import { atlasColumns } from "./columns/atlas.ts";
import { awardedUnpaid, paidIn } from "./paid-store.ts";
import { type Total, totalsBy } from "./totals.ts";

export const declarationNames = ["eapd", "annexe", "atlas"] as const;
export type DeclarationName = (typeof declarationNames)[number];
export const isDeclaration = (name: string): name is DeclarationName => (declarationNames as readonly string[]).includes(name);

/** The declarations of a calendar year; the atlas is of the day. */
export const isYearly = (name: DeclarationName): boolean => name !== "atlas";

/** The calendar year that is declared on a day (YYYY-MM-DD): the one before. */
export const yearDeclared = (today: string): number => Number(today.slice(0, 4)) - 1;

export interface Table<R = any> {
  /** Of the messages "declaration.table.…". */
  name: "rows" | "apart";
  columns: Column<R>[];
  rows: R[];
}
/** Made from what the office sees: never public by itself. */
export interface Declaration {
  name: DeclarationName;
  year: number | null;
  /** What to declare first, then what is set apart, where anything is. */
  tables: Table[];
  findings: Finding[];
  /** Sums of money by what the declaration tells apart: "source", "status", "kind". In cents. */
  totals: Partial<Record<"source" | "status" | "kind", Total[]>>;
}

export async function makeDeclaration(db: Database, city: City, name: DeclarationName, year: number): Promise<Declaration> {
  if (name === "atlas") {
    const { rows, findings } = declareAtlas(await cooperations(db));
    return {
      name,
      year: null,
      tables: [{ name: "rows", columns: atlasColumns, rows } satisfies Table<AtlasRow>],
      findings: gathered(findings),
      totals: {},
    };
  }
  const unpaid = await awardedUnpaid(db, year);
  if (name === "annexe") {
    const { rows, findings } = declareAnnex(await bodiesOf(db, year), unpaid);
    return {
      name,
      year,
      tables: [{ name: "rows", columns: annexColumns, rows } satisfies Table<AnnexRow>],
      findings: gathered(findings),
      totals: {
        kind: totalsBy(
          rows,
          ({ kind }) => kind,
          ({ paidCents, currency }) => [paidCents, currency],
        ),
      },
    };
  }
  const { rows, findings } = declareApd(await paidIn(db, year), unpaid, await readAidAnswers(db), city.country);
  const amount = ({ amountCents, paid }: ApdRow): [number, string] => [amountCents, paid.currency];
  const apart = rows.filter(({ status }) => status === "not_aid");
  return {
    name,
    year,
    tables: [
      { name: "rows", columns: apdColumns, rows: rows.filter(({ status }) => status !== "not_aid") },
      ...(apart.length > 0 ? [{ name: "apart" as const, columns: apdColumns, rows: apart }] : []),
    ],
    findings: gathered(findings),
    totals: { source: totalsBy(rows, ({ paid }) => paid.source, amount), status: totalsBy(rows, ({ status }) => status, amount) },
  };
}
