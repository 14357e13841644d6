import type { KindName } from "../register/kinds.ts";

/** The office speaks one set of addresses, in the city's first language. */
const segments = {
  partner: "partenaires",
  agreement: "accords",
  network: "reseaux",
  programme: "programmes",
  call: "appels",
  edition: "editions",
  project: "projets",
  award: "subventions",
  subsidy: "subventions-d-autres",
  organisation: "organismes",
  figure: "chiffres",
  occasion: "evenements",
  honour: "distinctions",
  prize: "prix",
  mission: "missions",
  expert: "experts",
  advice: "conseils",
  page: "pages",
  place: "lieux",
  source: "sources",
  document: "documents",
  media: "images",
} as const satisfies Record<KindName, string>;

/** The kinds in the order in which the office lists them. */
export const officeKinds = Object.keys(segments) as KindName[];

export function kindOfSegment(segment: string): KindName | undefined {
  return officeKinds.find((kind) => segments[kind] === segment);
}

export function officeHref(kind: KindName, ...rest: string[]): string {
  return `/bureau/${[segments[kind], ...rest.map(encodeURIComponent)].join("/")}`;
}
