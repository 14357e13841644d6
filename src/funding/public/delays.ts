/** The stages of a granted file, one after the other, then the whole way from the submission to the first payment. */
export const stages = ["admissibility", "jury", "vote", "signature", "payment", "whole"] as const;
export type Stage = (typeof stages)[number];

/** Median days, and of how many files; undefined while no file has gone through the stage. */
export type Delays = Record<Stage, { days: number; n: number } | undefined>;
