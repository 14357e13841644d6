import { fold } from "../../../register/record/names.ts";
import { asked, clean, type Reading, refused, repaired } from "./reading.ts";
import { saysNothing } from "./texts.ts";

export interface Nature {
  inCash: boolean;
  inKind: boolean;
}
const CASH: Nature = { inCash: true, inKind: false };
const KIND: Nature = { inCash: false, inKind: true };
const BOTH: Nature = { inCash: true, inKind: true };
const natureChoices = [
  { answer: "cash", value: CASH },
  { answer: "kind", value: KIND },
  { answer: "both", value: BOTH },
];
const exactNatures = new Map([
  ["aide en numéraire", CASH],
  ["aide en nature", KIND],
  ["aide en numéraire;aide en nature", BOTH],
  ["aide en nature;aide en numéraire", BOTH],
]);

/** "aide en numéraire", "aide en nature", or both; with or without "aide", capitals, accents. */
export function readNature(cell: string): Reading<Nature> {
  const exact = exactNatures.get(cell);
  if (exact) return clean(exact);
  if (cell === "") return asked("nature_missing", natureChoices);
  const words = fold(cell).replace(/^(aides?|subventions?|versement)/, "");
  const bare = words.replace(/aides?|subventions?/g, "").replace(/^en/, "");
  if (/^(numeraire|argent|especes)$/.test(bare)) return repaired(CASH, "nature_form");
  if (bare === "nature") return repaired(KIND, "nature_form");
  if (/^(numeraire(et)?(en)?nature|nature(et)?(en)?numeraire)$/.test(bare)) return repaired(BOTH, "nature_form");
  return asked("nature_unknown", natureChoices, cell);
}

const yes = new Set(["oui", "yes", "o", "y", "true", "vrai", "1"]);
const no = new Set(["non", "no", "n", "false", "faux", "0", "nonconcerne", "sansobjet"]);

/** Whether the European Commission was told of the aid: oui or non. Empty: null. */
export function readYesNo(cell: string): Reading<boolean | null> {
  if (cell === "oui" || cell === "non") return clean(cell === "oui");
  if (cell === "") return clean(null);
  const word = fold(cell);
  if (yes.has(word)) return repaired(true, "yes_no_form");
  if (no.has(word)) return repaired(false, "yes_no_form");
  return asked(
    "yes_no",
    [
      { answer: "yes", value: true },
      { answer: "no", value: false },
    ],
    cell,
  );
}

/** "unique", "échelonné", or free words. */
export function readTerms(cell: string): Reading<string | null> {
  if (cell === "") return clean(null);
  const word = fold(cell).replace(/^versement/, "");
  const known = word === "unique" ? "unique" : word === "echelonne" ? "échelonné" : undefined;
  if (known) return known === cell ? clean(known) : repaired(known, "terms_form");
  return clean(cell);
}

/** The number of an aid to firms; the words for nothing are nothing. */
export function readAidNumber(cell: string): Reading<string | null> {
  if (cell === "") return clean(null);
  return saysNothing(cell) ? repaired(null, "says_nothing") : clean(cell);
}

/** What a share would be once it is out of `most`, in percent with four decimals; null when it is none. */
function percentOf(digits: string, most: 1 | 100): number | null {
  const value = Math.round(Number(digits) * (100 / most) * 10_000) / 10_000;
  return value >= 1 && value <= 100 ? value : null;
}

/** The part of the grant that goes to the beneficiary, in percent: the schema writes 0.45, and 1 for all of it. */
export function readShare(cell: string): Reading<number | null> {
  if (cell === "") return clean(null);
  const sign = /%\s*$/.test(cell);
  const digits = cell.replace(/[\s\u00a0\u202f%]/g, "").replace(",", ".");
  if (!/^\d+(\.\d+)?$/.test(digits)) return refused("share_unreadable");
  const number = Number(digits);
  if (sign) {
    const percent = percentOf(digits, 100);
    return percent === null ? refused("share_range") : repaired(percent, "share_sign");
  }
  if (number > 1) {
    const percent = percentOf(digits, 100);
    return percent === null ? refused("share_range") : asked("share_hundred", [{ answer: "percent", value: percent }]);
  }
  const percent = percentOf(digits, 1);
  if (percent === null) return asked("share_zero", [{ answer: "leave_out", value: null }]);
  return digits === cell ? clean(percent) : repaired(percent, "share_form");
}
