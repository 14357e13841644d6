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

/** What may be done from `status`; a record of a kind that stays in the office is never published. */
export function transitionsFrom(status: Status, { office }: { office: boolean }): Transition[] {
  return (Object.keys(transitions[status]) as Transition[]).filter((transition) => !(office && transition === "publish"));
}

/** The state that `transition` leads to from `status`; undefined when it may not be done from there. */
export function nextStatus(status: Status, transition: Transition, kind: { office: boolean }): Status | undefined {
  if (!transitionsFrom(status, kind).includes(transition)) return undefined;
  return (transitions[status] as Partial<Record<Transition, Status>>)[transition];
}
