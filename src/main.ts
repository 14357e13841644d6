import { readConfig } from "./platform/config.ts";
import { makeLog } from "./platform/log.ts";
import { StartupError } from "./platform/startup-error.ts";
import { start } from "./start.ts";

try {
  const config = readConfig();
  const log = makeLog(config.logLevel);
  const running = await start(config, log);
  console.log(`Ville-Monde answers on ${running.url}`);
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void running.stop().then(() => process.exit(0), (error) => { log.error(error); process.exit(1); });
    });
  }
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  console.error(error.message);
  process.exit(1);
}
