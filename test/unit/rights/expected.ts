import type { Role } from "../../../src/platform/accounts/rights.ts";

/**
 * What every address answers to whom, said a second time beside the table of rights: whoever changes the one meets the
 * other. A route is under the longest of these paths; its line says who may ask for it (GET) and who may send to it (any
 * other method). Who may not is answered 403 or 404, and nothing happens.
 *
 * A administrator, O officer, R reader, F finance, C council, S assessor, G guardian, P applicant; * also nobody signed in.
 */
const letters = {
  A: "administrator",
  O: "officer",
  R: "reader",
  F: "finance",
  C: "council",
  S: "assessor",
  G: "guardian",
  P: "applicant",
} as const;

const READ = "AORFCG";
const STAFF = "AORFCSG";
const SIGNED_IN = "AORFCSGP";
const DESK = "AO";

export const expected: readonly [under: string, reads: string, writes: string][] = [
  // The office: signing in, one's own account.
  ["/bureau/connexion", "*", "*"],
  ["/bureau/mot-de-passe", "*", "*"],
  ["/bureau/premier-compte", "*", "*"],
  ["/bureau/deconnexion", SIGNED_IN, "*"],
  ["/bureau", STAFF, ""],
  ["/bureau/compte", STAFF, STAFF],
  ["/bureau/second-facteur", STAFF, STAFF],
  ["/bureau/verification", STAFF, STAFF],
  ["/bureau/droits", STAFF, ""],
  ["/bureau/style", READ, ""],
  // The register.
  ["/bureau/:kind", READ, DESK],
  ["/bureau/:kind/:id/copier", READ, DESK],
  ["/bureau/fichiers", READ, ""],
  ["/bureau/import", DESK, DESK],
  ["/bureau/missions", READ, ""],
  ["/bureau/experts-disponibles", READ, ""],
  ["/bureau/suivi-conseils", READ, ""],
  ["/bureau/suites", READ, DESK],
  ["/bureau/evenements", READ, DESK],
  ["/bureau/pages", READ, DESK],
  ["/bureau/propositions", READ, DESK],
  ["/bureau/propositions/:id/texte", DESK, DESK],
  ["/bureau/recits", DESK, DESK],
  // Calls and files.
  ["/bureau/dossiers", "AOFC", "AOFC"],
  ["/bureau/dossiers/saisie", DESK, DESK],
  ["/bureau/evaluations", "AOS", "AOS"],
  ["/bureau/evaluations/editions", DESK, DESK],
  ["/bureau/classement", DESK, ""],
  ["/bureau/jurys", DESK, DESK],
  ["/bureau/deliberations", READ, "AOC"],
  // Money.
  ["/bureau/suivi", READ, "AOF"],
  ["/bureau/paiements", READ, ""],
  ["/bureau/rapports", DESK, DESK],
  ["/bureau/enveloppes", READ, "AF"],
  // Exchange.
  ["/bureau/echanges", READ, ""],
  ["/bureau/echanges/declarations", READ, ""],
  ["/bureau/echanges/publications", READ, DESK],
  ["/bureau/echanges/publication-iati", READ, DESK],
  ["/bureau/echanges/iati", DESK, DESK],
  ["/bureau/echanges/scdl", DESK, DESK],
  ["/bureau/echanges/cles", "A", "A"],
  ["/bureau/echanges/webhooks", "A", "A"],
  // Tools.
  ["/bureau/courriers", DESK, DESK],
  ["/bureau/abonnements", DESK, DESK],
  ["/bureau/personnes", "A", "A"],
  ["/bureau/journal", "A", "A"],
  ["/bureau/traitements", "A", ""],
  ["/bureau/conservation", "A", "A"],
  ["/bureau/demandes-donnees", "A", "A"],
  ["/bureau/quarantaine", "A", "A"],
  ["/bureau/exploitation", "A", "A"],
  ["/bureau/aide", STAFF, ""],
  ["/bureau/premiers-pas", "A", "A"],
  ["/bureau/ville", "A", "A"],
  // People at risk.
  ["/bureau/protection", "G", "G"],
  // The space of applicants.
  ["/espace/connexion", "*", "*"],
  ["/espace/inscription", "*", "*"],
  ["/espace/confirmer", "*", "*"],
  ["/espace/mot-de-passe", "*", "*"],
  ["/espace/eligibilite", "*", "*"],
  ["/espace/aide", "*", ""],
  ["/espace/deconnexion", SIGNED_IN, "*"],
  ["/espace/compte", SIGNED_IN, SIGNED_IN],
  ["/espace/second-facteur", SIGNED_IN, SIGNED_IN],
  ["/espace/verification", SIGNED_IN, SIGNED_IN],
  ["/espace", "P", "P"],
];

/** Who may, of a route with this method; "anyone": also who is not signed in. Undefined: no line speaks of it. */
export function whoMay(method: string, path: string): Set<Role | "anyone"> | undefined {
  const line = expected
    .filter(([under]) => path === under || path.startsWith(`${under}/`) || path.startsWith(`${under}.`))
    .sort(([a], [b]) => b.length - a.length)[0];
  // A page right under /bureau is not covered by the line of its door: it needs one of its own.
  if (!line || (line[0] === "/bureau" && path !== "/bureau")) return undefined;
  const who = line[method === "GET" ? 1 : 2];
  if (who === "*") return new Set([...Object.values(letters), "anyone"]);
  return new Set([...who].map((letter) => letters[letter as keyof typeof letters]));
}
