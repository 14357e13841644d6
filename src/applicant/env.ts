import type { Context } from "hono";
import type { Person } from "../funding/applicant/actions.ts";
import type { Session } from "../platform/accounts/session.ts";
import type { AppEnv } from "../platform/web/env.ts";

export interface SpaceEnv {
  Variables: AppEnv["Variables"] & {
    /** Who is signed in; read only behind `signedIn`. */
    person: Person;
    session: Session;
    /** When the head of the request reached us: what a deadline is held against, however slow its body was. */
    arrivedAt: Date;
  };
}
export type SpaceContext = Context<SpaceEnv>;
