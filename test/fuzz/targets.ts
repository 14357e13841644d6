import { iatiImport, iatiReader } from "./iati.ts";
import { intakeArchives, intakeGate } from "./intake.ts";
import { scdlImport, scdlReader, scdlSheets } from "./scdl.ts";

/** What is fed with inputs that nobody would write. */
export interface Target {
  name: string;
  /** The code whose paths guide the search, by the addresses of its modules. */
  guides: RegExp;
  /** Valid inputs to start from. */
  seeds(): Uint8Array[];
  /** Words that matter to the reader: put in here and there. */
  dictionary: string[];
  open(): Promise<{
    /** Throws, or never ends, where there is a bug: an input that is refused is none. */
    run(input: Uint8Array): Promise<void>;
    close(): Promise<void>;
  }>;
}

/** Every reader of what comes from outside has its line here. */
export const targets: Target[] = [iatiReader, iatiImport, scdlReader, scdlSheets, scdlImport, intakeArchives, intakeGate];
