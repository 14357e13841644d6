import { sessionSecret } from "../platform/accounts/secret.ts";
import { openBlobs } from "../platform/blobs.ts";
import { acceptFiles, acceptKey, fingerprintOfSecret } from "../platform/nodes/agree.ts";
import { masterKeys } from "../protected/vault/keys.ts";
import { signingKey } from "../publishing/publication/keys.ts";
import { type Command, options, say } from "./command.ts";
import { UsageError } from "./io.ts";

const names = ["secret", "publication", "protected", "files"] as const;

/** What all nodes must have alike, when it was changed on purpose: this machine's are the right ones. */
export const nodesCommand: Command = {
  usage: `nodes accept ${names.join("|")}`,
  parse(args) {
    const { positionals } = options(args, {});
    const [verb, what, ...rest] = positionals;
    const name = names.find((one) => one === what);
    if (verb !== "accept" || !name || rest.length > 0) throw new UsageError("nodes: accept what?");
    return async ({ config, db }) => {
      if (name === "files") await acceptFiles(db, await openBlobs(config));
      else {
        const fingerprint = {
          secret: async () => fingerprintOfSecret(await sessionSecret(config)),
          publication: async () => (await signingKey(config)).fingerprint,
          protected: async () => (await masterKeys(config))[0]!.id,
        }[name];
        await acceptKey(db, name, await fingerprint());
      }
      say(`${name}: this machine’s is the one that every node must have now. Restart those that have another.`);
      return 0;
    };
  },
};
