import { translator } from "../../../platform/i18n/messages.ts";
import type { Finding } from "../check.ts";
import { column } from "./column.ts";

export const findingColumns = [
  column<Finding>(
    "check",
    "text",
    ["À vérifier", "To check"],
    ["Ce qui manque ou a été supposé, et le remède.", "What is missing or was supposed, and the remedy."],
    ({ code, value }, { locale }) => translator(locale).dynamic(`declaration.finding.${code}`, { value: value ?? "" }),
  ),
  column<Finding>("record", "text", ["Fiche", "Record"], ["La fiche à compléter.", "The record to complete."], ({ label }) => label),
  column<Finding>(
    "record_kind",
    "text",
    ["Nature de la fiche", "Kind of record"],
    ["Projet, subvention, organisme…", "Project, grant, body…"],
    ({ record }, { locale }) => translator(locale).dynamic(record.kind === "grant" ? "declaration.grant" : `kind.${record.kind}`),
  ),
  column<Finding>("record_id", "text", ["Identifiant", "Identifier"], ["De la fiche.", "Of the record."], ({ record }) => record.id),
  column<Finding>(
    "amount",
    "money",
    ["Montant concerné", "Money concerned"],
    ["En unités de la monnaie.", "In units of the currency."],
    ({ amountCents }) => amountCents,
  ),
  column<Finding>("currency", "text", ["Monnaie", "Currency"], ["Code ISO 4217.", "ISO 4217 code."], ({ amountCents, currency }) =>
    amountCents === null ? null : currency,
  ),
];
