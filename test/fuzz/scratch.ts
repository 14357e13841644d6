import { randomBytes } from "node:crypto";
import pg from "pg";
import { startTestServer } from "../support/postgres.ts";
import { urlFor } from "../support/run.ts";

/** An empty database, on DATABASE_URL or on a server of its own. */
export async function scratchDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = await startTestServer();
  const name = `vm_fuzz_${randomBytes(5).toString("hex")}`;
  const admin = async (statement: string) => {
    const client = new pg.Client({ connectionString: server.adminUrl });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await admin(`CREATE DATABASE ${name}`);
  return {
    url: urlFor({ adminUrl: server.adminUrl, prefix: name }, name),
    async drop() {
      await admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await server.stop();
    },
  };
}
