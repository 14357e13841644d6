// A process that acts until it is killed: `node test/faults/acts.ts`, with its orders in the environment. It says
// "ready" once connected, starts when a line comes in, and says each act that was answered.
import { once } from "node:events";
import { join } from "node:path";
import { submitApplication } from "../../src/funding/application/submit.ts";
import { recordVote } from "../../src/funding/deliberation/actions.ts";
import { movePayment } from "../../src/funding/payment/actions.ts";
import type { Actor } from "../../src/platform/accounts/rights.ts";
import { readCity } from "../../src/platform/city.ts";
import { connect } from "../../src/platform/database/connect.ts";
import { projectRoot } from "../../src/platform/project-root.ts";
import { publishFiles } from "../../src/publishing/publication/actions.ts";
import { signingKey } from "../../src/publishing/publication/keys.ts";

const { DATABASE_URL = "", ORDERS = "[]" } = process.env;
const { db } = connect(DATABASE_URL, { max: 4 });
await db.selectFrom("event").select("id").limit(1).execute();
console.log("ready");
await once(process.stdin, "data");
for (const order of JSON.parse(ORDERS)) {
  const { act, id, by } = order;
  const done =
    act === "submit"
      ? await submitApplication(db, id, new Date(), by)
      : act === "vote"
        ? await recordVote(db, id, order.vote, by)
        : act === "publish"
          ? await publish(order.dataDir, by)
          : await movePayment(db, id, "pay", { paidOn: order.paidOn }, by, order.paidOn);
  console.log(`answered ${id} ${done.ok}`);
}
process.exit(0);

async function publish(dataDir: string, by: Actor): Promise<{ ok: boolean }> {
  const [city, key] = [await readCity(join(projectRoot, "data/paris")), await signingKey({ dataDir, signingKey: undefined })];
  const { outcome } = await publishFiles({ db, city, baseUrl: "https://monde.example.org", dataDir, key }, by);
  return { ok: outcome === "made" };
}
