/** Who does something: a person with a role, or the program itself (a load of data, a command). */
export interface Actor {
  id: string;
  name: string;
  role: Role | "system";
}

export const roles = ["administrator", "officer", "reader", "finance", "council", "assessor", "guardian", "applicant"] as const;
export type Role = (typeof roles)[number];
/** The roles of those who work in the office; applicants have a space of their own. */
export const officeRoles = roles.filter((role) => role !== "applicant");

/** One right: who holds it, and which moves of the tables of states (subject.move) are made by it. */
export interface Row {
  by: readonly (Role | "system")[];
  moves?: readonly string[];
}

const readers = ["administrator", "officer", "reader", "finance", "council", "guardian", "system"] as const;
const writers = ["administrator", "officer", "system"] as const;
const desk = ["administrator", "officer"] as const;
const treasury = ["administrator", "finance"] as const;
const assembly = ["administrator", "council"] as const;
const administrators = ["administrator", "system"] as const;

/**
 * Role × record × action, all of it: what an act may answer, the buttons and the menu of the office, the page
 * /bureau/droits and docs/rights.md come from here. A name is record.action; its words are `right.<name>` of the messages.
 */
export const rightsTable = {
  register: {
    "record.read": { by: readers },
    "record.edit": { by: writers },
    "record.publish": { by: writers },
    "record.import": { by: writers },
    "proposal.write": { by: writers },
    "proposal.review": { by: writers },
    "story.moderate": { by: writers },
    "story.publish": { by: writers },
  },
  calls: {
    "application.read": { by: ["administrator", "officer", "finance", "council", "system"] },
    "application.instruct": {
      by: writers,
      moves: ["submit", "request", "admit", "admitSubject", "refuse", "complete", "lapse", "assess", "reopen", "settle"].map(
        (move) => `application.${move}`,
      ),
    },
    "assessment.score": { by: ["administrator", "officer", "assessor", "system"] },
    "assessor.name": { by: writers },
    "interest.lift": { by: ["administrator"] },
    "jury.run": {
      by: writers,
      moves: ["jury.close", "application.propose", "application.reserve", "application.reject", "application.reassess"],
    },
    "deliberation.read": { by: readers },
    "deliberation.prepare": { by: ["administrator", "officer", "council"], moves: ["application.table", "application.untable"] },
    "deliberation.decide": {
      by: assembly,
      moves: [
        ...["table", "withdraw", "adopt", "reject", "postpone"].map((move) => `deliberation.${move}`),
        "application.adopt",
        "application.defeat",
      ],
    },
  },
  money: {
    "envelope.read": { by: readers },
    "envelope.manage": { by: ["administrator", "finance", "system"] },
    "grant.read": { by: readers },
    "grant.follow": {
      by: desk,
      moves: [
        ...["sign", "lapse", "cancel", "suspend", "close", "withdraw", "resume"].map((move) => `grant.${move}`),
        ...["send", "abandon", "sign"].map((move) => `convention.${move}`),
      ],
    },
    "grant.commit": { by: treasury, moves: ["grant.commit"] },
    "payment.read": { by: readers },
    "payment.check": { by: desk, moves: ["payment.check"] },
    "payment.order": { by: treasury, moves: ["payment.order", "payment.pay"] },
    "payment.reject": { by: ["administrator", "officer", "finance"], moves: ["payment.reject"] },
    "recovery.order": { by: ["administrator", "officer", "finance"] },
    "recovery.settle": { by: treasury, moves: ["recovery.receive", "recovery.cancel"] },
    "account.read": { by: ["administrator", "finance", "system"] },
    "report.judge": { by: desk, moves: ["report.accept", "report.ask", "report.waive"] },
  },
  exchange: {
    "publication.read": { by: readers },
    "publication.make": { by: writers },
    "declaration.read": { by: readers },
    "key.manage": { by: administrators },
    "webhook.manage": { by: administrators },
  },
  office: {
    "mail.read": { by: writers },
    "mail.handOn": { by: administrators },
    "follower.manage": { by: writers },
    "people.manage": { by: administrators },
    "log.read": { by: administrators },
    "privacy.manage": { by: administrators },
    "quarantine.manage": { by: administrators },
    "operation.manage": { by: administrators },
    "city.set": { by: administrators },
  },
  protected: {
    "protected.open": { by: ["guardian"] },
  },
  space: {
    "space.use": { by: ["applicant", "system"] },
  },
} as const satisfies Record<string, Record<string, Row>>;

type Groups = typeof rightsTable;
/** record.action */
export type Right = { [G in keyof Groups]: keyof Groups[G] }[keyof Groups] & string;

const rows = Object.assign({}, ...Object.values(rightsTable)) as Record<Right, Row>;
export const rightNames = Object.keys(rows) as Right[];
/** Who holds a right, among people, in the order of the roles. */
export const holdersOf = (right: Right): Role[] => roles.filter((role) => rows[right].by.includes(role));
/** The moves that are made by it, as subject.move. */
export const movesOf = (right: Right): readonly string[] => rows[right].moves ?? [];

export function may(actor: Pick<Actor, "role">, right: Right): boolean {
  return rows[right].by.includes(actor.role);
}
