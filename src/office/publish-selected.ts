import { HTTPException } from "hono/http-exception";
import { may } from "../platform/accounts/rights.ts";
import { type KindName, kindOf } from "../register/kinds.ts";
import { moveRecord } from "../register/record/actions.ts";
import { draftIds, RECORDS_PER_PAGE } from "../register/record/list-store.ts";
import type { OfficeContext } from "./env.ts";
import { oneOf, readForm } from "./form-data.ts";
import { recordList } from "./list.tsx";
import { MOST_AT_ONCE, readFilter } from "./list-filter.ts";

/** Publishes the drafts that are ticked, or all those of the selection; those that cannot be say why. */
export async function publishSelected(c: OfficeContext, kind: KindName): Promise<Response> {
  const { values } = await readForm(c);
  const { db, content } = c.get("services");
  if (!may(c.get("officer"), "record.publish")) throw new HTTPException(403);
  const ids =
    oneOf(values, "do") === "all"
      ? await draftIds(db, kindOf(kind), readFilter(c), MOST_AT_ONCE)
      : (values.id ?? []).slice(0, RECORDS_PER_PAGE);
  if (ids.length === 0) return recordList(c, kind);
  const t = c.get("t");
  const refused: { id: string; reason: string }[] = [];
  for (const id of ids) {
    const moved = await moveRecord(db, kind, id, "publish", c.get("officer"));
    if (moved.ok) continue;
    if (moved.reason === "forbidden") throw new HTTPException(403);
    refused.push({
      id,
      reason:
        moved.reason === "references"
          ? t("office.references", { records: moved.records.map((record) => record.id).join(", ") })
          : t.dynamic(`office.failure.${moved.reason}`),
    });
  }
  await content.touch();
  return recordList(c, kind, { published: ids.length - refused.length, refused });
}
