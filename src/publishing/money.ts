/** Integer cents as a decimal number with two decimals: 123456 → "1234.56". Exact at any size. */
export function decimalOfCents(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
