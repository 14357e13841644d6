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
  { path: "/bureau/experts-disponibles", label: "cooperation.finder.title", right: "record.read", group: "action" },
  { path: "/bureau/suivi-conseils", label: "cooperation.advice.title", right: "record.read", group: "action" },
  { path: "/bureau/dossiers", label: "instruction.title", right: "application.read", group: "funding" },
  { path: "/bureau/evaluations", label: "assessment.mine", right: "assessment.score", group: "funding" },
  { path: "/bureau/jurys", label: "jury.title", right: "jury.run", group: "funding" },
  { path: "/bureau/deliberations", label: "grants.deliberations", right: "deliberation.read", group: "funding" },
  { path: "/bureau/suivi", label: "grants.grants", right: "grant.read", group: "funding" },
  { path: "/bureau/paiements", label: "grants.payments", right: "payment.read", group: "funding" },
  { path: "/bureau/rapports", label: "grants.reports", right: "report.judge", group: "funding" },
  { path: "/bureau/enveloppes", label: "grants.envelopes", right: "envelope.read", group: "funding" },
  { path: "/bureau/suites", label: "occasions.office.followUps", right: "record.read", group: "action" },
  { path: "/bureau/protection", label: "protected.title", right: "protected.open", group: "action" },
  { path: "/bureau/recits", label: "stories.office.title", right: "story.moderate", group: "editing" },
  { path: "/bureau/propositions", label: "pages.proposals.title", right: "record.read", group: "editing" },
  { path: "/bureau/echanges", label: "exchange.title", right: "publication.read", group: "tools" },
  { path: "/bureau/import", label: "office.import.title", right: "record.import", group: "tools" },
  { path: "/bureau/courriers", label: "office.mail.title", right: "mail.read", group: "tools" },
  { path: "/bureau/abonnements", label: "office.follow.title", right: "follower.manage", group: "tools" },
  { path: "/bureau/quarantaine", label: "quarantine.title", right: "quarantine.manage", group: "tools" },
  { path: "/bureau/personnes", label: "office.people.title", right: "people.manage", group: "tools" },
  { path: "/bureau/demandes-donnees", label: "privacy.requests.title", right: "privacy.manage", group: "tools" },
  { path: "/bureau/conservation", label: "retention.title", right: "privacy.manage", group: "tools" },
  { path: "/bureau/traitements", label: "processing.title", right: "privacy.manage", group: "tools" },
  { path: "/bureau/journal", label: "journal.title", right: "log.read", group: "tools" },
  { path: "/bureau/premiers-pas", label: "firstSteps.title", right: "city.set", group: "tools" },
  { path: "/bureau/ville", label: "city.title", right: "city.set", group: "tools" },
  { path: "/bureau/exploitation", label: "operation.title", right: "operation.manage", group: "tools" },
  { path: "/bureau/droits", label: "rights.title", right: "record.read", group: "tools" },
  { path: "/bureau/style", label: "style.title", right: "record.read", group: "tools" },
];
