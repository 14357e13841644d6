import type { Page } from "@playwright/test";

/** The box of a text in French or in English, by the name of its field. */
export const inFrench = (page: Page, field: string) => page.getByLabel(`Français : ${field}`, { exact: true });
export const inEnglish = (page: Page, field: string) => page.getByLabel(`English : ${field}`, { exact: true });

/** The visible save button: the first of the two is the one that Enter presses. */
export const save = (page: Page, name = "Enregistrer") => page.locator(".form-actions").getByRole("button", { name }).click();

/** A name that no other journey uses, with letters only: the same search never finds two. */
export function uniqueName(stem: string): string {
  const letters = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => String.fromCharCode(97 + (byte % 26))).join("");
  return `${stem} ${letters}`;
}
