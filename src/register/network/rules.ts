import { inOrder } from "../record/checks.ts";
import {
  choice,
  currency,
  date,
  list,
  localised,
  reference,
  requiredCents,
  requiredNumber,
  requiredReference,
  terms,
  text,
  texts,
  url,
} from "../record/fields.ts";
import { commonFields, defineKind, sourceFields } from "../record/kind.ts";

export const membershipRoles = ["candidate", "member", "founder", "board", "vice_president", "president", "partner", "host"] as const;
export const mandateRoles = [
  "president",
  "co_president",
  "vice_president",
  "secretary",
  "treasurer",
  "board",
  "committee",
  "delegate",
] as const;

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
    /** The offices that the city holds in it: `post` is the public office of who holds it ("Mayor"), `holder` the name. */
    mandates: list("network_mandate", {
      role: choice(mandateRoles),
      post: localised({ max: 200 }),
      holder: text({ max: 200 }),
      since: date(),
      until: date(),
      deliberation: text({ max: 120 }),
      source: reference("source"),
      note: localised({ max: 1_000 }),
    }),
    /** What the city gives it, in cents, by year. Never a grant: it counts in no sum of grants. Without `paidOn`, voted only. */
    contributions: list("network_contribution", {
      year: requiredNumber({ min: 1900, max: 2200, step: 1 }),
      amountCents: requiredCents(),
      currency: currency(),
      paidOn: date(),
      deliberation: text({ max: 120 }),
      source: reference("source"),
      note: localised({ max: 1_000 }),
    }),
    documents: list("network_document", { document: requiredReference("document") }),
    ...sourceFields,
  },
  (value) => [
    ...value.memberships.flatMap((line, i) => inOrder(line, "since", "until", `memberships.${i}.`)),
    ...value.mandates.flatMap((line, i) => [
      ...inOrder(line, "since", "until", `mandates.${i}.`),
      ...(line.holder || Object.keys(line.post).length > 0 ? [] : [{ path: `mandates.${i}.post`, code: "post_or_holder" }]),
    ]),
  ],
);
