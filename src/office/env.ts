import type { Context } from "hono";
import type { Actor, Role } from "../platform/accounts/rights.ts";
import type { Session } from "../platform/accounts/session.ts";
import type { AppEnv } from "../platform/web/env.ts";

/** Who is signed in. */
export type Officer = Actor & { role: Role; email: string };

export interface OfficeEnv {
  Variables: AppEnv["Variables"] & { officer: Officer; session: Session };
}
export type OfficeContext = Context<OfficeEnv>;
