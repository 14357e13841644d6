import { resolve } from "node:path";
import { blobsInFolder, openBlobs } from "../platform/blobs.ts";
import { fileName } from "../platform/files.ts";
import { copyBlobs } from "../platform/nodes/move.ts";
import { allFiles } from "../platform/nodes/store.ts";
import { type Command, complain, options, say } from "./command.ts";
import { progress, UsageError } from "./io.ts";

const faults = {
  altered: "its content is not that of its digest: it was not copied",
  lost: "it went away while it was copied",
  differs: "what was read back is not what was written: run the command again",
};

/** The files, from where they are kept to another place, with what is published of them. */
export const filesCommand: Command = {
  usage: "files move --to s3://BUCKET/PREFIX?endpoint=URL|FOLDER",
  parse(args) {
    const { values, positionals } = options(args, { to: { type: "string" } });
    if (positionals.length !== 1 || positionals[0] !== "move" || !values.to) throw new UsageError("files: move --to what?");
    const to = values.to;
    return async ({ config, db }) => {
      const from = await openBlobs(config);
      const target = to.startsWith("s3:") ? await openBlobs({ ...config, filesUrl: to }) : blobsInFolder(resolve(to));
      const bar = progress("files");
      const moved = await copyBlobs(from, target, bar.tell).finally(bar.end);
      for (const { name, fault } of moved.faults) complain(`${name}: ${faults[fault]}`);
      let absent = 0;
      for await (const sha256 of allFiles(db))
        if ((await target.size(fileName(sha256))) === undefined) {
          absent++;
          complain(`${fileName(sha256)}: the register names it, and it is not there`);
        }
      say(`${moved.copied} files copied (${moved.bytes} bytes), ${moved.kept} there already, each read back and compared`);
      if (moved.faults.length > 0 || absent > 0) return 1;
      say(
        to.startsWith("s3:")
          ? `Stop every node, run this once more, then set VILLE_MONDE_FILES=${to} for all of them, run npm run cli -- nodes accept files with it, and start them. What was in ${from.place} is still there.`
          : `Stop every node, run this once more, then point the nodes there, run npm run cli -- nodes accept files, and start them. What was in ${from.place} is still there.`,
      );
      return 0;
    };
  },
};
