import type { Refusal } from "../../../funding/acts.ts";
import type { Translator } from "../../../platform/i18n/messages.ts";
import type { Failure } from "../../../register/record/actions.ts";
import { errorsOf, type Refused } from "./problem.ts";

/** Why an act of a grant was not done, as the API answers it. */
export function refusedAct(t: Translator, refusal: Refusal): Refused {
  const { reason, values, problems } = refusal;
  if (problems) return { ok: false, code: "invalid", errors: errorsOf(t, problems) };
  const detail = t.dynamic(t.has(`refusal.${reason}`) ? `refusal.${reason}` : "refusal.other", values);
  const code = reason === "forbidden" ? "forbidden" : reason === "not_found" ? "nothing_there" : "refused";
  return { ok: false, code, reason, detail };
}

/** Why a record was not written, as the API answers it. */
export function refusedRecord(t: Translator, failure: Failure): Refused {
  switch (failure.reason) {
    case "invalid":
      return { ok: false, code: "invalid", errors: errorsOf(t, failure.problems) };
    case "conflict":
      return { ok: false, code: "version_old", values: { version: failure.current.version }, currentVersion: failure.current.version };
    case "references":
      return {
        ok: false,
        code: "record_references",
        errors: failure.records.map(({ kind, id }) => ({ field: "", code: "published_reference", detail: `${kind} ${id}` })),
      };
    case "wrong_state":
      return {
        ok: false,
        code: "refused",
        reason: "wrong_state",
        detail: t("api.write.state", { state: t.dynamic(`status.${failure.status}`) }),
      };
    case "forbidden":
      return { ok: false, code: "forbidden" };
    case "not_found":
      return { ok: false, code: "nothing_there" };
  }
}
