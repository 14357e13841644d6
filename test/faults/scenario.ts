import type { Ledger } from "./ledger.ts";
import type { MailServer } from "./smtp.ts";
import type { Node, Stand } from "./stand.ts";

export interface Trial {
  stand: Stand;
  /** The program, started; its environment is the scenario's `env`. */
  node: Node;
  mail: MailServer;
  ledger: Ledger;
  /** Fewer rounds: to see that it works. */
  quick: boolean;
  /** From 0 to 1, the same sequence for the same seed. */
  random(): number;
}

/** A fault: what is broken, and what happened. After it the runner settles what was promised with what is so. */
export interface Scenario {
  name: string;
  what(quick: boolean): string;
  /** How many complete files there are to send. */
  files: number;
  /** Before the program starts: its settings, and what stands beside it. */
  prepare?(stand: Stand): Promise<{ env?: Record<string, string>; flags?: string[]; undo?(): Promise<void> }>;
  /** Breaks things. Returns what is worth saying; throws when what must hold does not. */
  run(trial: Trial): Promise<string>;
}
