import { readFileSync } from "node:fs";

/** A step of docs/tour.md: as whom, where, and what is on the page. */
export interface TourStep {
  line: string;
  role: string | undefined;
  path: string;
  words: string[];
}

/** The numbered lines of a tour: the first code may be a role, the next is the address; what is in bold is seen there. */
export function readTour(file: string): TourStep[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => /^\d+\. /.test(line))
    .map((line) => {
      const codes = [...line.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
      const path = codes.find((code) => code.startsWith("/"));
      const words = [...line.matchAll(/\*\*([^*]+)\*\*/g)].map(([, word]) => word!);
      if (!path || words.length === 0) throw new Error(`${file}: a step needs an address and what is seen there: ${line}`);
      return { line, role: codes.find((code) => !code.startsWith("/")), path, words };
    });
}

/** The addresses and passwords that `seed demo --accounts` prints, the first of each role. */
export function readAccounts(printed: string): Map<string, { email: string; password: string }> {
  const accounts = new Map<string, { email: string; password: string }>();
  for (const [, role, email, password] of printed.matchAll(/^ {2}(\w+) +(\S+@\S+) +(\S+)$/gm))
    if (!accounts.has(role!)) accounts.set(role!, { email: email!, password: password! });
  return accounts;
}
