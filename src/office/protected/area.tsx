import type { Context, Handler, MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { may } from "../../platform/accounts/rights.ts";
import { discreet, look } from "../../protected/acts.ts";
import { type ProtectedFile, readFile } from "../../protected/file.ts";
import type { Read } from "../../protected/log-store.ts";
import { findPerson, type PersonRow } from "../../protected/person/store.ts";
import type { OfficeContext, OfficeEnv } from "../env.ts";
import { uuidParam } from "../funding/small-form.tsx";
import { refused } from "../refused.tsx";
import { showGate } from "./gate.tsx";
import { vaultFor } from "./where.ts";

/** Guardians alone; nothing of it is kept by a browser or a proxy, and no address of it goes to another site. */
export const guardiansOnly: MiddlewareHandler<OfficeEnv> = async (c, next) => {
  if (!may(c.get("officer"), "protected.open")) return refused(c);
  // Of one's own site, "no-referrer" would make browsers hide where a form comes from, which is how forged ones are told.
  c.header("Referrer-Policy", "same-origin");
  c.header("Cache-Control", "no-store");
  return next();
};

/** What goes wrong in a page of the compartment is written down without what was being read or typed. */
export function quiet(handler: (c: OfficeContext) => Response | Promise<Response>): Handler<OfficeEnv> {
  return async (c: Context<OfficeEnv>) => {
    try {
      return await handler(c);
    } catch (error) {
      throw error instanceof HTTPException ? new HTTPException(error.status) : discreet(error);
    }
  };
}

/** The file that the address names, as far as it stands in clear. */
export async function withPerson(c: OfficeContext, work: (person: PersonRow) => Response | Promise<Response>): Promise<Response> {
  const id = uuidParam(c);
  const person = id && (await look(c.get("services").db, c.get("officer"), (trx) => findPerson(trx, id)));
  return person ? work(person) : c.notFound();
}

/** The file, open, once the reading is written down; else the page that asks why it is to be opened. */
export async function withFile(
  c: OfficeContext,
  person: PersonRow,
  what: Read,
  work: (file: ProtectedFile) => Response | Promise<Response>,
): Promise<Response> {
  const read = await readFile(c.get("services").db, await vaultFor(c), person.id, what, c.get("officer"));
  return read.ok ? work(read.file) : showGate(c, person, read.reason === "closed" ? undefined : read);
}
