// A process that acts until it is killed: `node test/faults/acts.ts`, with its orders in the environment. It says
// "ready" once connected, starts when a line comes in, and says each act that was answered.
import { once } from "node:events";
import { submitApplication } from "../../src/funding/application/submit.ts";
import { recordVote } from "../../src/funding/deliberation/actions.ts";
import { movePayment } from "../../src/funding/payment/actions.ts";
import { connect } from "../../src/platform/database/connect.ts";

const { DATABASE_URL = "", ORDERS = "[]" } = process.env;
const { db } = connect(DATABASE_URL, { max: 2 });
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
        : await movePayment(db, id, "pay", { paidOn: order.paidOn }, by, order.paidOn);
  console.log(`answered ${id} ${done.ok}`);
}
process.exit(0);
