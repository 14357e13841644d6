import type { Translator } from "../../platform/i18n/messages.ts";
import { date } from "../../ui/format.ts";
import { precision } from "../register/parts/words.ts";

interface Dated {
  proposedOn: string | null;
  votedOn: string | null;
  handedOn: string | null;
  withdrawnOn: string | null;
}

/** What became of an honour, step by step, each as precisely as it is known. */
export function steps(t: Translator, honour: Dated): string[] {
  const said = (key: "proposedOn" | "votedOn" | "handedOn" | "withdrawnOn") =>
    honour[key] ? [t(`honours.${key}`, { date: date(honour[key], t.locale), precision: precision(honour[key]) })] : [];
  return [...said("proposedOn"), ...said("votedOn"), ...said("handedOn"), ...said("withdrawnOn")];
}
