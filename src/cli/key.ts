import { keyUsage, readKeyCommand } from "../platform/api-keys/commands.ts";
import { type Command, complain, say } from "./command.ts";
import { UsageError } from "./io.ts";

/** The keys by which other systems write. */
export const keyCommand: Command = {
  usage: keyUsage,
  parse(args) {
    const work = readKeyCommand(args);
    if (typeof work === "string") throw new UsageError(work);
    return async ({ db }) => {
      const result = await work(db);
      for (const line of result.lines) (result.code === 0 ? say : complain)(line);
      return result.code;
    };
  },
};
