import { transactIf } from "../../platform/database/connect.ts";
import { kindOf } from "../../register/kinds.ts";
import type { Proposal } from "../../register/page/proposal/store.ts";
import { lockRecord, updateRecord } from "../../register/record/store.ts";
import type { OfficeContext } from "../env.ts";
import type { Preview } from "../preview.ts";

/**
 * The public page as a proposal would have it: written, read by the very queries of the public page, and undone, in one
 * transaction that nobody else sees.
 */
export async function previewProposal(c: OfficeContext, preview: Preview, { page, document }: Proposal): Promise<unknown> {
  return transactIf(
    c.get("services").db,
    async (trx) => {
      if (!(await lockRecord(trx, kindOf("page"), page))) return undefined;
      await updateRecord(trx, kindOf("page"), page, document);
      return preview(c, "page", page, trx);
    },
    () => false,
  );
}
