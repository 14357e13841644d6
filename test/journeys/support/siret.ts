/** Fourteen digits that pass the check of a SIRET, and that begin with one. */
export function siretWith(first: string): string {
  const body = first + Array.from({ length: 13 - first.length }, () => Math.floor(Math.random() * 10)).join("");
  const sum = Array.from(body, Number).reduce((total, digit, i) => {
    const weighted = i % 2 === 0 ? digit * 2 : digit;
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return body + ((10 - (sum % 10)) % 10);
}
