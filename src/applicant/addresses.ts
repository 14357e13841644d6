import type { Section } from "../funding/application/content.ts";

/** The space speaks one set of addresses, in the city's first language. */
export const segments = {
  project: "projet",
  places: "lieux",
  partners: "partenaires",
  questions: "questions",
  budget: "budget",
  indicators: "indicateurs",
  documents: "documents",
  commitments: "engagements",
} as const satisfies Record<Section, string>;

export const fileHref = (id: string, ...rest: string[]) => `/espace/demandes/${[id, ...rest].join("/")}`;
export const sectionHref = (id: string, section: Section) => fileHref(id, segments[section]);
export const bodyHref = (id: string, ...rest: string[]) => `/espace/organismes/${[id, ...rest].join("/")}`;

export function sectionOfSegment(segment: string): Section | undefined {
  return (Object.keys(segments) as Section[]).find((section) => segments[section] === segment);
}
