import type { Refusal } from "../../protected/acts.ts";
import { type Vault, vaultOf } from "../../protected/vault/vault.ts";
import type { Kind } from "../../register/record/kind.ts";
import type { OfficeContext } from "../env.ts";

export const PATH = "/bureau/protection";
export const pathOf = (person: string, ...rest: string[]) => [PATH, person, ...rest].join("/");
export const vaultFor = (c: OfficeContext): Promise<Vault> => vaultOf(c.get("services").config);
export const formOf = (form: unknown) => form as Kind;
export const statusOf = (refusal: Refusal | undefined) => (refusal ? (refusal.reason === "saved_since" ? 409 : 422) : 200);

/** After an act: the pages in memory of this node are made anew, and the way back to the file. */
export async function doneOf(c: OfficeContext, person: string, done: string): Promise<Response> {
  await c.get("services").content.touch();
  return c.redirect(`${pathOf(person)}?fait=${done}`, 303);
}
