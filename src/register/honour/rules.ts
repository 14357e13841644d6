import { inOrder } from "../record/checks.ts";
import {
  choice,
  country,
  date,
  flag,
  internal,
  list,
  localised,
  reference,
  requiredReference,
  terms,
  text,
  url,
} from "../record/fields.ts";
import { commonFields, defineKind, type Problem, sourceFields } from "../record/kind.ts";

export const honourTypes = ["honorary_citizenship", "medal", "distinction_received"] as const;
export const recipients = ["person", "persons", "legal_person", "city", "this_city"] as const;
export const honourStates = ["proposed", "voted", "handed", "received", "withdrawn"] as const;

/**
 * An honour that the city gives, by a vote of its council, or a distinction that it receives (`recipient` is then
 * "this_city"). The vote and the handing over are two dates. Whoever the honour would expose (`atRisk`) is not
 * published: the administrative record stays in the office.
 */
export const honour = defineKind(
  "honour",
  {
    ...commonFields,
    type: choice(honourTypes),
    recipient: choice(recipients, { initial: "person" }),
    posthumous: flag(),
    state: choice(honourStates, { initial: "voted" }),
    partner: reference("partner"),
    organisation: reference("organisation"),
    country: country(),
    giver: localised({ max: 300 }),
    reason: localised({ long: true, max: 5_000 }),
    proposedOn: date(),
    votedOn: date(),
    deliberation: text({ max: 120 }),
    handedOn: date(),
    occasion: reference("occasion"),
    receivedOn: date(),
    withdrawnOn: date(),
    withdrawal: localised({ long: true, max: 2_000 }),
    themes: terms("theme"),
    website: url(),
    media: list("honour_media", { media: requiredReference("media") }),
    documents: list("honour_document", { document: requiredReference("document") }),
    atRisk: internal(flag()),
    notes: internal(text({ long: true, max: 5_000 })),
    ...sourceFields,
  },
  (value) => {
    const received = value.type === "distinction_received";
    const problems: Problem[] = [...inOrder(value, "proposedOn", "votedOn")];
    if (received !== (value.recipient === "this_city")) problems.push({ path: "recipient", code: "recipient_of_distinction" });
    if (received !== (value.state === "received")) problems.push({ path: "state", code: "state_of_distinction" });
    if (value.recipient === "city" && !value.partner && !value.country) problems.push({ path: "partner", code: "required" });
    if (value.state === "withdrawn" && !value.withdrawnOn) problems.push({ path: "withdrawnOn", code: "required" });
    if (value.state === "withdrawn" && Object.keys(value.withdrawal).length === 0) problems.push({ path: "withdrawal", code: "required" });
    return problems;
  },
);
