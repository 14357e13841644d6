import type { Blobs } from "../blobs.ts";
import type { Config } from "../config.ts";
import type { BackupDesk } from "./write.ts";

/** All that a backup needs of a site, from what the composition root and the commands have. */
export function backupDesk(given: {
  config: Config;
  databaseUrl: string;
  blobs: Blobs;
  city: string;
  key: { sign(text: string): Uint8Array; publicKey: string };
}): BackupDesk {
  const { config, databaseUrl, blobs, city, key } = given;
  const settings: [string, unknown][] = [
    ["VILLE_MONDE_SECRET", config.secret],
    ["VILLE_MONDE_SIGNING_KEY", config.signingKey],
    ["VILLE_MONDE_PROTECTED_KEY", config.protectedKeys],
  ];
  return {
    ...{ databaseUrl, blobs, city, dataDir: config.dataDir, cityDir: config.cityDir },
    publicKey: key.publicKey,
    sign: (text) => key.sign(text),
    fromSettings: settings.filter(([, value]) => value !== undefined).map(([name]) => name),
  };
}
