import { z } from "zod";

export const rightsAsked = ["access", "rectification", "erasure", "objection", "restriction", "portability"] as const;
export type RightAsked = (typeof rightsAsked)[number];
export const channels = ["mail", "post", "desk"] as const;
/** How it was ascertained who asks (GDPR art. 12(6)): the account, a mail that was answered from the address, a document that was seen, someone the desk knows. */
export const identities = ["account", "address", "document", "known"] as const;
export type Identity = (typeof identities)[number] | "unproven";

const text = (max: number) => z.string().trim().max(max).default("");

/** What a person asks in their own space. */
export const ownForm = z.object({ right: z.enum(rightsAsked), words: text(5_000) }).superRefine(({ right, words }, context) => {
  if (right !== "access" && right !== "portability" && right !== "erasure" && words === "")
    context.addIssue({ code: "custom", path: ["words"], message: "", input: "" });
});

/** A request that came by mail, by post or at the desk. */
export const deskForm = z.object({
  right: z.enum(rightsAsked),
  channel: z.enum(channels),
  email: z.string().trim().toLowerCase().pipe(z.email().max(200)),
  name: text(120),
  words: text(5_000),
  receivedOn: z.iso.date(),
});

export const identityForm = z.object({ identity: z.enum(identities), note: z.string().trim().min(1).max(500) });
export const extendForm = z.object({ reason: z.string().trim().min(1).max(2_000) });
export const answerForm = z.object({
  outcome: z.enum(["done", "refused"]),
  answer: z.string().trim().min(1).max(10_000),
  tell: z.boolean().default(true),
});

/** Days until a request must be answered; below zero, it is late. */
export const daysLeft = (dueOn: string, today: string): number => Math.round((Date.parse(dueOn) - Date.parse(today)) / 86_400_000);
