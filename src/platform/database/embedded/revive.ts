import { existsSync } from "node:fs";
import { findPostmaster } from "./postmaster.ts";

const LOOK_MS = 500;
const AGAIN_MS = 5_000;

/**
 * Has the server of a cluster started again when it ends while this process uses it: it was killed, or the machine ran
 * out of memory. Sessions are lost and new ones go on; what was answered is there (fsync). `start` starts it on the
 * port that it had, while no other process starts or stops it. Call what is returned before stopping the server: it
 * resolves once no start is under way. Does not keep the process alive.
 */
export function keepAlive(
  cluster: string,
  log: (line: string) => void,
  start: (isMissing: () => boolean) => Promise<void>,
): () => Promise<void> {
  let [stopped, notBefore] = [false, 0];
  let work: Promise<void> | undefined;
  const isMissing = () => !stopped && existsSync(cluster) && !findPostmaster(cluster);
  const timer = setInterval(() => {
    if (work || performance.now() < notBefore || !isMissing()) return;
    log("PostgreSQL has ended by itself: starting it again.");
    work = start(isMissing)
      .then(() => log("PostgreSQL runs again."))
      .catch((error: Error) => {
        notBefore = performance.now() + AGAIN_MS;
        if (!stopped) log(`PostgreSQL could not be started (${error.message.split("\n")[0]}): once more in ${AGAIN_MS / 1000} s.`);
      })
      .finally(() => {
        work = undefined;
      });
  }, LOOK_MS).unref();
  return async () => {
    stopped = true;
    clearInterval(timer);
    await work;
  };
}
