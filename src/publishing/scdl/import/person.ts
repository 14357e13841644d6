const TITLE = /^(m|mr|mme|mlle|monsieur|madame|mademoiselle|m\.\s*et\s*mme)\.?\s+\p{L}/iu;

/**
 * A name with a title is a person's ("Mme Dupont"). Their grants are no open data: a person is not named (CRPA, art.
 * L312-1-2). Without a title nothing tells a person from a firm: their number would.
 */
export function looksLikePerson(name: string): boolean {
  return TITLE.test(name.trim());
}
