import type { Right } from "../../platform/accounts/rights.ts";

export const storyStates = ["received", "in_moderation", "accepted", "published", "refused", "withdrawn"] as const;
export type StoryState = (typeof storyStates)[number];

/** What a move asks of a story: undefined when it may be done, else why not (messages "stories.blocked.<reason>"). */
type Condition = (story: Judged) => string | undefined;
export interface Judged {
  state: StoryState;
  ageBand: string;
  scopes: readonly string[];
  guardianCheckedAt: Date | null;
  acceptedBy: string | null;
  /** Whoever would do it. */
  by: string;
}
export interface StoryMove {
  to: StoryState;
  /** The right that it asks for; none for what the teller does. */
  right?: Right;
  reason?: true;
  when?: Condition;
}

const minor = ({ ageBand }: Judged) => ageBand === "15_17";
const guardianAsked: Condition = (story) => (minor(story) && story.guardianCheckedAt === null ? "guardian" : undefined);
const mayBeShown: Condition = (story) =>
  !story.scopes.includes("site")
    ? "no_site"
    : (guardianAsked(story) ?? (minor(story) && story.acceptedBy === story.by ? "two_persons" : undefined));

const withdraw: StoryMove = { to: "withdrawn" };
const correct: StoryMove = { to: "received" };
const take: StoryMove = { to: "in_moderation", right: "story.moderate" };
const refuse: StoryMove = { to: "refused", right: "story.moderate", reason: true };

/** Every arrow, and who takes it. The database holds the same ones (story_move), and what minors are owed. */
export const storyMoves: Record<StoryState, Record<string, StoryMove>> = {
  received: { take, withdraw },
  in_moderation: { accept: { to: "accepted", right: "story.moderate", when: guardianAsked }, refuse, correct, withdraw },
  accepted: { publish: { to: "published", right: "story.publish", when: mayBeShown }, reopen: take, correct, withdraw },
  published: { unpublish: { to: "in_moderation", right: "story.publish" }, correct, withdraw },
  refused: { reopen: take, withdraw },
  withdrawn: {},
};

/** Whether the teller may still mend the words. */
export const mayCorrect = (state: StoryState): boolean => state === "received" || "correct" in storyMoves[state];
