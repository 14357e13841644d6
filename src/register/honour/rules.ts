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

export const honourTypes = ["honorary_citizenship", "medal", "distinction_received", "claim"] as const;
export const recipients = ["person", "persons", "legal_person", "city", "this_city"] as const;
export const honourStates = ["proposed", "voted", "handed", "received", "withdrawn"] as const;
/** Those that the city gives; the others are what it receives, or says of itself. */
export const givenTypes = ["honorary_citizenship", "medal"] as const satisfies readonly (typeof honourTypes)[number][];

type State = (typeof honourStates)[number];
const dated = ["proposedOn", "votedOn", "handedOn", "receivedOn", "withdrawnOn"] as const;
type Dated = (typeof dated)[number];

/**
 * What each state needs and may have: a date of a later state says that the state is behind. A vote while the person is
 * held and a diploma handed over years later are two dates of one honour. The constraint honour_state_has_its_dates
 * (0031) is the same table.
 */
export const stateDates: Record<State, { needs: readonly Dated[]; may: readonly Dated[] }> = {
  proposed: { needs: [], may: ["proposedOn"] },
  voted: { needs: ["votedOn"], may: ["proposedOn"] },
  handed: { needs: ["handedOn"], may: ["proposedOn", "votedOn"] },
  received: { needs: ["receivedOn"], may: [] },
  withdrawn: { needs: ["withdrawnOn"], may: ["proposedOn", "votedOn", "handedOn"] },
};

function datesOf(value: { state: State } & Record<Dated, string | null>): Problem[] {
  const { needs, may } = stateDates[value.state];
  return dated.flatMap((path): Problem[] => {
    if (needs.includes(path)) return value[path] ? [] : [{ path, code: "date_of_state" }];
    return value[path] && !may.includes(path) ? [{ path, code: "date_beyond_state" }] : [];
  });
}

/**
 * An honour that the city gives, a distinction that it receives (`recipient` is then "this_city"), or a claim: what
 * the city says of itself without a measure, which is no figure ("the first authority to…"). Whoever an honour would
 * expose (`atRisk`) is not published: the administrative record stays in the office.
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
    const own = !(givenTypes as readonly string[]).includes(value.type);
    const problems: Problem[] = [
      ...datesOf(value),
      ...inOrder(value, "proposedOn", "votedOn"),
      ...inOrder(value, "votedOn", "handedOn"),
      ...inOrder(value, value.handedOn ? "handedOn" : "votedOn", "withdrawnOn"),
    ];
    if (own !== (value.recipient === "this_city")) problems.push({ path: "recipient", code: "recipient_of_distinction" });
    if (own !== (value.state === "received")) problems.push({ path: "state", code: "state_of_distinction" });
    // A medal may be the mayor's own to give; citizenship of honour is the council's.
    if (value.type === "honorary_citizenship" && value.state === "handed" && !value.votedOn)
      problems.push({ path: "votedOn", code: "date_of_state" });
    if (value.recipient === "city" && !value.partner && !value.country) problems.push({ path: "partner", code: "city_of_honour" });
    if (value.state === "withdrawn" && Object.keys(value.withdrawal).length === 0)
      problems.push({ path: "withdrawal", code: "reason_of_withdrawal" });
    return problems;
  },
);
