import { compactNumber, isRna, isSiren, isSiret } from "../../../register/organisation/identifiers.ts";
import { asked, clean, type Reading, refused, repaired } from "./reading.ts";

/** By what numbers a body is known. */
export interface Numbers {
  siret?: string;
  siren?: string;
  rna?: string;
}
const LEAVE_OUT = { answer: "leave_out", value: {} };

/**
 * A SIRET: fourteen digits. A spreadsheet that took it for a number has cut it ("4,50325E+13", or zeros where the five
 * digits of the establishment stood: none is numbered 00000), or dropped a zero before it.
 */
export function readSiret(cell: string): Reading<Numbers> {
  const text = cell.trim();
  if (/^\d{14}$/.test(text)) return fourteen(text, false);
  if (isRna(compactNumber(text).toUpperCase())) return repaired({ rna: compactNumber(text).toUpperCase() }, "rna_as_siret");
  const exponent = /^(\d)[.,](\d+)E\+?(1[0-3])$/i.exec(text);
  // Fewer digits than the number has: those that are missing are gone.
  if (exponent)
    return exponent[3] === "13" && exponent[2]!.length === 13 ? fourteen(exponent[1]! + exponent[2]!, true) : refused("siret_lost");
  const digits = compactNumber(text.replace(/^(\d+)[.,]0+$/, "$1").replace(/['’`"]/g, ""));
  if (/^\d{14}$/.test(digits)) return fourteen(digits, true);
  if (/^\d{13}$/.test(digits) && isSiret(`0${digits}`)) return repaired({ siret: `0${digits}` }, "siret_zero");
  if (isSiren(digits)) return clean({ siren: digits }, "siren_only");
  return asked("siret_digits", [LEAVE_OUT]);
}

function fourteen(digits: string, changed: boolean): Reading<Numbers> {
  if (digits.endsWith("00000")) {
    const siren = digits.slice(0, 9);
    return isSiren(siren) ? asked("siret_rounded", [{ answer: "siren", value: { siren } }]) : refused("siret_lost");
  }
  const warning = isSiret(digits) ? undefined : "siret_check_digit";
  return changed ? repaired({ siret: digits }, "siret_form", warning) : clean({ siret: digits }, warning);
}

/** An RNA number: W and nine digits. */
export function readRna(cell: string): Reading<Numbers> {
  if (isRna(cell)) return clean({ rna: cell });
  const compact = compactNumber(cell).toUpperCase();
  return isRna(compact) ? repaired({ rna: compact }, "rna_form") : asked("rna_digits", [LEAVE_OUT]);
}
