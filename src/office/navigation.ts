import type { Right } from "../platform/accounts/rights.ts";
import type { MessageKey } from "../platform/i18n/messages.ts";
import type { KindName } from "../register/kinds.ts";

/** The menu of the office: what is alike stands together, each group opened by its name. */
export const menu = ["relations", "action", "funding", "editing", "tools"] as const;
export type MenuGroup = (typeof menu)[number];

/** The registers of each group, in the order of the menu. */
export const registersOf: Record<MenuGroup, readonly KindName[]> = {
  relations: ["partner", "agreement", "network", "organisation"],
  action: ["programme", "project", "occasion", "mission", "expert", "advice", "honour", "prize"],
  funding: ["call", "edition", "award", "subsidy"],
  editing: ["page", "figure", "document", "media"],
  tools: ["place", "source"],
};

/** The pages of the office beside the registers, in the order of their group: who has the right sees the link. */
export const officePages: { path: string; label: MessageKey; right: Right; group: MenuGroup }[] = [
  { path: "/bureau/experts-disponibles", label: "cooperation.finder.title", right: "read", group: "action" },
  { path: "/bureau/suivi-conseils", label: "cooperation.advice.title", right: "read", group: "action" },
  { path: "/bureau/dossiers", label: "instruction.title", right: "instruct", group: "funding" },
  { path: "/bureau/evaluations", label: "assessment.mine", right: "assess", group: "funding" },
  { path: "/bureau/jurys", label: "jury.title", right: "instruct", group: "funding" },
  { path: "/bureau/deliberations", label: "grants.deliberations", right: "read", group: "funding" },
  { path: "/bureau/suivi", label: "grants.grants", right: "read", group: "funding" },
  { path: "/bureau/paiements", label: "grants.payments", right: "read", group: "funding" },
  { path: "/bureau/rapports", label: "grants.reports", right: "instruct", group: "funding" },
  { path: "/bureau/enveloppes", label: "grants.envelopes", right: "read", group: "funding" },
  { path: "/bureau/suites", label: "occasions.office.followUps", right: "read", group: "action" },
  { path: "/bureau/protection", label: "protected.title", right: "protect", group: "action" },
  { path: "/bureau/recits", label: "stories.office.title", right: "edit", group: "editing" },
  { path: "/bureau/propositions", label: "pages.proposals.title", right: "read", group: "editing" },
  { path: "/bureau/echanges", label: "exchange.title", right: "read", group: "tools" },
  { path: "/bureau/import", label: "office.import.title", right: "import", group: "tools" },
  { path: "/bureau/courriers", label: "office.mail.title", right: "instruct", group: "tools" },
  { path: "/bureau/abonnements", label: "office.follow.title", right: "instruct", group: "tools" },
  { path: "/bureau/personnes", label: "office.people.title", right: "administer", group: "tools" },
];
