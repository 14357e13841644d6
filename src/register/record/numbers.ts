const SPACES = /[\s\u00a0\u202f\u2009'’]/g;

/**
 * A number as people type it: "1 234,50", "1234.5", "1,234.50", "-3". Undefined when it is none, or could be two:
 * with one separator it is the decimal one; with both, the last one is.
 */
export function readNumber(text: string): number | undefined {
  const bare = text.replace(SPACES, "").replace(/[€$£%]/g, "");
  if (!/^[-+−]?[.,]*\d[\d.,]*$/.test(bare)) return undefined;
  const [comma, dot] = [bare.lastIndexOf(","), bare.lastIndexOf(".")];
  const decimal = comma > dot ? "," : ".";
  const grouping = decimal === "," ? "." : ",";
  let digits = bare.replace("−", "-");
  if (comma >= 0 && dot >= 0) {
    // 1.234.567,8: groups of three before the decimal sign, and one decimal sign.
    if (!new RegExp(`^[-+]?\\d{1,3}(\\${grouping}\\d{3})+\\${decimal}\\d*$`).test(digits)) return undefined;
    digits = digits.replaceAll(grouping, "");
  }
  if (digits.split(decimal).length > 2) {
    if (!new RegExp(`^[-+]?\\d{1,3}(\\${decimal}\\d{3})+$`).test(digits)) return undefined;
    digits = digits.replaceAll(decimal, "");
  }
  const value = Number(digits.replace(decimal, "."));
  return Number.isFinite(value) ? value : undefined;
}

/** An amount as people type it, in integer cents; undefined when it has more than two decimals ("1,234" may be a thousand). */
export function readCents(text: string): number | undefined {
  const value = readNumber(text);
  if (value === undefined) return undefined;
  const cents = Math.round(value * 100);
  return Math.abs(value * 100 - cents) < 1e-6 * Math.max(1, Math.abs(cents)) && Number.isSafeInteger(cents) ? cents : undefined;
}

/** A number as it stands in a form of the language: no grouping, all its decimals. */
export function writeNumber(value: number, locale: string): string {
  // Plain digits first: no exponent, no rounding.
  const text = Number.isInteger(value)
    ? value.toFixed(0)
    : String(value).includes("e")
      ? // bounded: twenty digits.
        value.toFixed(20).replace(/0+$/, "")
      : String(value);
  return locale === "fr" ? text.replace(".", ",") : text;
}

export function writeCents(cents: number, locale: string): string {
  const text = (cents / 100).toFixed(2).replace(/\.00$/, "");
  return locale === "fr" ? text.replace(".", ",") : text;
}
