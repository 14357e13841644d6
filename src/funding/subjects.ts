import { applicationMoves } from "./application/states.ts";
import { juryMoves } from "./assessment/states.ts";
import { deliberationMoves } from "./deliberation/states.ts";
import { conventionMoves, grantMoves } from "./grant/states.ts";
import { paymentMoves, recoveryMoves } from "./payment/states.ts";
import { reportMoves } from "./report/states.ts";
import type { Moves } from "./states.ts";

/** Every table of states, by the table of the database that it rules. */
export const subjects = {
  application: applicationMoves,
  jury: juryMoves,
  deliberation: deliberationMoves,
  grant: grantMoves,
  convention: conventionMoves,
  payment: paymentMoves,
  recovery: recoveryMoves,
  report: reportMoves,
} as const satisfies Record<string, Moves<never, never>>;
