/** The life of a record. The office draws its buttons from this table, and the actions obey it. */
export const transitions = {
  draft: { publish: "published", archive: "archived" },
  published: { withdraw: "draft", archive: "archived" },
  archived: { reopen: "draft" },
} as const satisfies Record<string, Partial<Record<string, Status>>>;

export type Status = "draft" | "published" | "archived";
export type Transition = "publish" | "withdraw" | "archive" | "reopen";

/** What the log calls it once done. */
export const pastTense = { publish: "published", withdraw: "withdrawn", archive: "archived", reopen: "reopened" } as const satisfies Record<
  Transition,
  string
>;

export function transitionsFrom(status: Status): Transition[] {
  return Object.keys(transitions[status]) as Transition[];
}

/** The state that `transition` leads to from `status`; undefined when it may not be done from there. */
export function nextStatus(status: Status, transition: Transition): Status | undefined {
  return (transitions[status] as Partial<Record<Transition, Status>>)[transition];
}
