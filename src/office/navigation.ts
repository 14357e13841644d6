import type { Right } from "../platform/accounts/rights.ts";
import type { MessageKey } from "../platform/i18n/messages.ts";

/** The pages of the office beside the registers, in the order of its menu, tools last: who has the right sees the link. */
export const officePages: { path: string; label: MessageKey; right: Right; tool?: true }[] = [
  { path: "/bureau/dossiers", label: "instruction.title", right: "instruct" },
  { path: "/bureau/evaluations", label: "assessment.mine", right: "assess" },
  { path: "/bureau/jurys", label: "jury.title", right: "instruct" },
  { path: "/bureau/deliberations", label: "grants.deliberations", right: "read" },
  { path: "/bureau/suivi", label: "grants.grants", right: "read" },
  { path: "/bureau/paiements", label: "grants.payments", right: "read" },
  { path: "/bureau/rapports", label: "grants.reports", right: "instruct" },
  { path: "/bureau/enveloppes", label: "grants.envelopes", right: "read" },
  { path: "/bureau/echanges", label: "exchange.title", right: "read", tool: true },
  { path: "/bureau/import", label: "office.import.title", right: "import", tool: true },
  { path: "/bureau/courriers", label: "office.mail.title", right: "instruct", tool: true },
  { path: "/bureau/personnes", label: "office.people.title", right: "administer", tool: true },
];
