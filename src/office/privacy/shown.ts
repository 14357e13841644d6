import type { FormTexts } from "../../platform/web/form-data.ts";
import type { Refusal } from "../../privacy/acts.ts";
import type { Planned } from "../../privacy/retention/actions.ts";

/** What the page of retention says of what was just asked of it. */
export interface Shown {
  plan?: Planned[];
  sure?: true;
  notice?: string;
  refusal?: Refusal;
  values?: FormTexts;
  /** The hold whose lifting was refused. */
  lifting?: string;
}
