/** Digits only: "217 500 016 00019" and "217500016-00019" are the same number. */
export function compactNumber(value: string): string {
  return value.replace(/[\s.\u00a0\u202f-]/g, "");
}

/** Luhn's check over a string of digits. */
function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const weighted = i % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

const LA_POSTE = "356000000";

/** SIREN: nine digits that pass Luhn (INSEE). */
export function isSiren(value: string): boolean {
  return /^\d{9}$/.test(value) && luhn(value);
}

/**
 * SIRET: fourteen digits that pass Luhn (INSEE). La Poste has more establishments than the check allows: there a
 * sum of digits that is a multiple of five is valid too.
 */
export function isSiret(value: string): boolean {
  if (!/^\d{14}$/.test(value)) return false;
  if (luhn(value)) return true;
  return value.startsWith(LA_POSTE) && [...value].reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0;
}

/** RNA: W and nine digits, without a check digit. Associations of Alsace-Moselle have none. */
export function isRna(value: string): boolean {
  return /^W\d{9}$/.test(value);
}
