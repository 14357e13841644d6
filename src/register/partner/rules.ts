import { choice, country, reference, terms, text, texts, url } from "../record/fields.ts";
import { commonFields, defineKind, sourceFields } from "../record/kind.ts";

export const partnerTypes = ["city", "region", "network", "institution", "ngo", "foundation"] as const;

/** Whom the city acts with. Never keyed by country: two cities of one country are two partners. */
export const partner = defineKind(
  "partner",
  {
    ...commonFields,
    type: choice(partnerTypes),
    aliases: texts(),
    country: country(),
    place: reference("place"),
    organisation: reference("organisation"),
    network: reference("network"),
    website: url(),
    wikidata: text({ max: 20, pattern: /^Q\d+$/ }),
    themes: terms("theme"),
    ...sourceFields,
  },
  (value) => (!value.country && (value.type === "city" || value.type === "region") ? [{ path: "country", code: "required" }] : []),
);
