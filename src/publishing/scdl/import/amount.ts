import { asked, clean, type Reading, refused, repaired } from "./reading.ts";

const SPACES = /[\s\u00a0\u202f\u2009'’]/g;
/** The most that the register keeps, in cents. */
const MOST = 10n ** 14n;

/** No amount is longer, its spaces and its currency included. */
const MOST_SIGNS = 100;

/**
 * An amount of euros, in integer cents. The schema writes 137825.00; files write "137 825,00 €" too. By strings alone: no
 * cent is lost to binary fractions.
 */
export function readAmount(cell: string): Reading<number> {
  if (cell.length > MOST_SIGNS) return refused("amount_unreadable");
  if (/^\d+(\.\d{1,2})?$/.test(cell)) return centsOf(cell, clean);
  const bare = cell.replace(SPACES, "").replace(/(€|EUR|euros?)$/i, "");
  if (/^[-−]/.test(bare) && /\d/.test(bare)) return refused("amount_negative");
  if (/^\d[\d.,]*E\+?\d{1,2}$/i.test(bare)) return exponent(bare);
  if (!/^\d[\d.,]*$/.test(bare)) return refused("amount_unreadable");
  const marks = bare.replace(/\d/g, "");
  const decimal = /^([.,])\1+$/.test(marks) ? "" : (marks.at(-1) ?? "");
  const grouping = marks.length > 1 ? marks[0]! : "";
  if (grouping && !isGrouped(bare, grouping, decimal)) return refused("amount_unreadable");
  const digits = (grouping ? bare.replaceAll(grouping, "") : bare).replace(decimal || ".", ".").replace(/\.$/, "");
  // One mark and three digits after it: a thousand, or thousandths of a euro, of which there are none.
  if (!grouping && /^\d{1,3}\.\d{3}$/.test(digits)) return thousands(digits);
  const [, fraction = ""] = digits.split(".");
  // bounded: MOST_SIGNS.
  if (fraction.replace(/0+$/, "").length <= 2) return centsOf(digits, (value) => repaired(value, "amount_form"));
  const rounded = Number(digits).toFixed(2);
  // What binary fractions leave behind the cent: 1234.5600000000001.
  if (/^\d{2}(0{4}|9{4})\d*$/.test(fraction)) return centsOf(rounded, (value) => repaired(value, "amount_float"));
  return centsOf(rounded, (value) => asked("amount_round", [{ answer: "round", value }]));
}

function isGrouped(bare: string, grouping: string, decimal: string): boolean {
  if (decimal === grouping) return false;
  const [whole = "", ...rest] = decimal ? bare.split(decimal) : [bare];
  return rest.length <= 1 && new RegExp(`^\\d{1,3}(\\${grouping}\\d{3})+$`).test(whole);
}

function thousands(digits: string): Reading<number> {
  return centsOf(digits.replace(".", ""), (value) => asked("amount_thousands", [{ answer: "thousands", value }]));
}

/** "1,37825E+05": what a spreadsheet makes of a number too wide for its column; digits may be gone. */
function exponent(bare: string): Reading<number> {
  const value = Number(bare.replace(",", "."));
  if (!Number.isFinite(value) || value >= 1e12) return refused("amount_unreadable");
  return centsOf(value.toFixed(2), (cents) => asked("amount_exponent", [{ answer: "as_written", value: cents }]));
}

function centsOf(decimal: string, as: (cents: number) => Reading<number>): Reading<number> {
  const [whole = "", fraction = ""] = decimal.split(".");
  const cents = BigInt(`${whole}${fraction.slice(0, 2).padEnd(2, "0")}`);
  return cents > MOST ? refused("amount_too_big") : as(Number(cents));
}
