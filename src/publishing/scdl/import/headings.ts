import { columnLetter, type Row } from "../../../register/import/sheet.ts";
import { fold } from "../../../register/record/names.ts";
import { mended } from "./texts.ts";

/**
 * The columns of SCDL subventions, by the headings of its versions (1.1.0 to 2.1.1, the regulatory format of 2017), their
 * titles, and what files in the wild call them. The first is the schema's name; all are compared folded, without case,
 * accents, spaces or marks. `decidedOn` is in no version: some authorities tell the vote from the signature.
 */
const headings = {
  giverName: ["nomAttribuant", "Nom de l'attribuant", "Nom attributaire", "Nom de l'attributaire", "Attribuant"],
  giverId: [
    "idAttribuant",
    "Identification de l'attribuant",
    "Identification de l'attributaire",
    "idAttributaire",
    "SIRET attribuant",
    "SIRET de l'attribuant",
  ],
  agreedOn: ["dateConvention", "Date de la convention de subvention", "Date de la convention", "Date de convention", "Date convention"],
  decidedOn: ["dateDecision", "Date de la décision", "Date octroi", "Date d'octroi", "Date de la délibération", "dateDeliberation"],
  decision: ["referenceDecision", "Référence de la décision", "Référence décision"],
  name: ["nomBeneficiaire", "Nom du bénéficiaire", "Bénéficiaire", "Raison sociale", "Nom"],
  siret: [
    "idBeneficiaire",
    "Identification SIRET du bénéficiaire",
    "Identification du bénéficiaire",
    "SIRET bénéficiaire",
    "SIRET du bénéficiaire",
    "N° SIRET",
    "Numéro SIRET",
    "SIRET",
    "SIRET_ORG",
  ],
  rna: ["rnaBeneficiaire", "Identification RNA du bénéficiaire", "RNA du bénéficiaire", "Numéro RNA", "N° RNA", "RNA"],
  object: [
    "objet",
    "object",
    "Objet de la subvention",
    "Objet de la convention",
    "Présentation de la demande",
    "Description de l'objet de la subvention",
  ],
  amount: ["montant", "Montant total de la subvention", "Montant de la subvention", "Montant octroyé", "Montant total", "Montant attribué"],
  nature: ["nature", "Nature de la subvention"],
  terms: ["conditionsVersement", "Conditions de versement de la subvention", "Conditions de versement", "Condition de versement"],
  period: [
    "datesPeriodeVersement",
    "Date ou période de versement",
    "Date(s) ou période(s) de versement",
    "Dates ou période de versement",
    "Date de versement",
    "Dates de versement",
  ],
  aidNumber: [
    "idRAE",
    "Identifiant RAE de l’aide au titre de laquelle la subvention est attribuée",
    "Numéro unique de référencement dans le Répertoire des Aides aux Entreprises",
    "Numéro de référencement au répertoire des entreprises",
    "N° unique de référencement au RAE",
  ],
  stateAid: [
    "notificationUE",
    "Aide d'Etat notifiée à la Commission européenne",
    "Aide notifiée à l'Europe",
    "Aide d'Etat (ou pas) notifiée à l'UE",
    "Notification UE",
    "Notification de minimis",
  ],
  share: [
    "pourcentageSubvention",
    "Pourcentage du montant total de la subvention attribuée au bénéficiaire",
    "Pourcentage du montant de la subvention attribué au bénéficiaire",
    "Pourcentage du montant de la subvention attribuée au bénéficiaire",
    "% du mt de la subvention attribuée au bénéficiaire",
    "Pourcentage",
  ],
  scheme: [
    "dispositifAide",
    "Identifiant référençant le dispositif d'aide à l'origine de la subvention",
    "Dispositif d'aide",
    "Dispositif",
  ],
} as const;

export type ColumnName = keyof typeof headings;
export const columnNames = Object.keys(headings) as ColumnName[];
/** The schema's own name of a column. */
export const schemaName = (column: ColumnName): string => headings[column][0];

const known = new Map(columnNames.flatMap((column) => headings[column].map((heading) => [fold(heading), column] as const)));
// Whoever it is, on how much, for whom: without them a line says nothing.
const required = ["name", "amount"] as const satisfies ColumnName[];
/** What the schema asks for and a file may lack: nothing is said then, and that is told. */
export const expected = [
  "giverName",
  "giverId",
  "agreedOn",
  "siret",
  "object",
  "nature",
  "terms",
  "period",
  "stateAid",
  "share",
] as const satisfies ColumnName[];
/** Titles and notes may stand above the headings. */
const MOST_ABOVE = 40;
/** Fewer known headings are no table of grants. */
const FEWEST = 4;

/** Where the headings of a file stand, and what each of its columns is. */
export interface Layout {
  sheet: string;
  line: number;
  header: string[];
  columns: (ColumnName | undefined)[];
  rows: Row[];
}
export type LayoutProblem =
  | { code: "no_headings" | "no_rows" }
  | { code: "column_twice" | "column_missing"; column: string; heading: string };

/** Finds the table of grants in a file: the sheet and the line with the most headings that are known. */
export function layoutOf(tables: { name: string; lines: Row[] }[]): Layout | LayoutProblem {
  let best: { score: number; table: (typeof tables)[number]; index: number; columns: (ColumnName | undefined)[] } | undefined;
  for (const table of tables)
    for (const [index, { cells }] of table.lines.slice(0, MOST_ABOVE).entries()) {
      const columns = cells.map((cell) => known.get(fold(mended(cell))));
      const score = new Set(columns.filter(Boolean)).size;
      if (score > (best?.score ?? FEWEST - 1)) best = { score, table, index, columns };
    }
  if (!best) return { code: "no_headings" };
  const { table, index, columns } = best;
  const { cells: header, line } = table.lines[index]!;
  const seen = new Set<ColumnName>();
  for (const [i, column] of columns.entries()) {
    if (column && seen.has(column)) return { code: "column_twice", column: columnLetter(i), heading: header[i]! };
    if (column) seen.add(column);
  }
  const missing = required.find((column) => !seen.has(column));
  if (missing) return { code: "column_missing", column: "", heading: schemaName(missing) };
  const rows = table.lines.slice(index + 1);
  return rows.length > 0 ? { sheet: table.name, line, header, columns, rows } : { code: "no_rows" };
}
