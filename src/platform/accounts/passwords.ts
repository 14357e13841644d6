import { MIN_PASSWORD } from "./auth.ts";

// The most used passwords long enough to pass the length rule, and what a city would try first.
const common = new Set([
  "123456789012",
  "1234567890123",
  "12345678901234",
  "password1234",
  "passwordpassword",
  "motdepasse1234",
  "motdepassemotdepasse",
  "azertyuiop12",
  "azertyuiopqs",
  "qwertyuiop12",
  "qwertyuiopas",
  "1q2w3e4r5t6y",
  "administrateur",
  "administrator",
  "bienvenue2024",
  "bienvenue2025",
  "bienvenue2026",
  "parisparisparis",
  "villedeparis75",
]);

export type PasswordProblem = "password_short" | "password_long" | "password_common" | "password_email";

/** What is wrong with a new password, if anything (NIST SP 800-63B §5.1.1.2: length and known words, no composition rules). */
export function passwordProblem(password: string, email: string): PasswordProblem | undefined {
  if ([...password].length < MIN_PASSWORD) return "password_short";
  if (password.length > 128) return "password_long";
  const folded = password.toLowerCase().replace(/\s/g, "");
  if (common.has(folded) || new Set(folded).size < 4) return "password_common";
  if (folded === email.toLowerCase() || folded === email.toLowerCase().split("@")[0]) return "password_email";
  return undefined;
}
