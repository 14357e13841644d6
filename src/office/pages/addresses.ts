/** The proposals of all pages, and one of them. */
export const PROPOSALS = "/bureau/propositions";
export const proposalHref = (id: string, step?: "texte" | "apercu" | "etat" | "reprendre") => `${PROPOSALS}/${id}${step ? `/${step}` : ""}`;
