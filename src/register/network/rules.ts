import { inOrder } from "../record/checks.ts";
import { choice, date, list, localised, reference, requiredReference, terms, text, texts, url } from "../record/fields.ts";
import { commonFields, defineKind, sourceFields } from "../record/kind.ts";

export const membershipRoles = ["candidate", "member", "founder", "board", "vice_president", "president", "partner", "host"] as const;

/** A network of cities or institutions. How many members it counts is a figure: it has a date and a source. */
export const network = defineKind(
  "network",
  {
    ...commonFields,
    acronym: text({ max: 40 }),
    aliases: texts(),
    foundedOn: date(),
    place: reference("place"),
    website: url(),
    themes: terms("theme"),
    /** Without a partner, the line is the city's own membership. */
    memberships: list("network_membership", {
      partner: reference("partner"),
      role: choice(membershipRoles),
      since: date(),
      until: date(),
      note: localised({ max: 1_000 }),
    }),
    documents: list("network_document", { document: requiredReference("document") }),
    ...sourceFields,
  },
  (value) => value.memberships.flatMap((line, i) => inOrder(line, "since", "until", `memberships.${i}.`)),
);
