import { dropOld, rotateKey } from "../protected/rotate.ts";
import { type Command, complain, options, say } from "./command.ts";
import { UsageError } from "./io.ts";

/** The key of the protected compartment: replaced, then the old one forgotten. It prints no key and opens no file. */
export const protectedCommand: Command = {
  usage: "protected rotate-key [--drop-old]",
  parse(args) {
    const { values, positionals } = options(args, { "drop-old": { type: "boolean" } });
    if (positionals.length !== 1 || positionals[0] !== "rotate-key") throw new UsageError("protected: what shall be done?");
    return async ({ config, db }) => {
      const done = await (values["drop-old"] ? dropOld : rotateKey)(db, config);
      if (!done.ok) {
        complain(
          values["drop-old"]
            ? `${done.unknown} files are still under another key: run protected rotate-key first.`
            : `${done.unknown} files are under a key that is not here: put it back behind the new one (VILLE_MONDE_PROTECTED_KEY=new,old), or in the file protected-key.`,
        );
        return 1;
      }
      say(`${done.sealed} files are under the key ${done.key}`);
      if (!values["drop-old"])
        say(
          config.protectedKeys
            ? "Restart every server with these keys; once protected rotate-key --drop-old agrees, take the old ones out of VILLE_MONDE_PROTECTED_KEY."
            : "The old key still opens: run protected rotate-key --drop-old to forget it. Keep the file protected-key apart from the backups.",
        );
      return 0;
    };
  },
};
