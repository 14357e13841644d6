import { z } from "zod";

/** A name that a person types: one line of 1 to 120 signs, spaces at its ends gone. */
export const typedName = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^\P{Cc}*$/u);
