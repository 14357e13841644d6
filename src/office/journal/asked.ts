import { z } from "zod";

const word = z.string().trim().min(1).max(200).optional().catch(undefined);
const day = z.iso.date().optional().catch(undefined);
/** What the address asks for; what cannot be read is not asked. */
const query = z.object({
  qui: word,
  nature: z
    .string()
    .regex(/^[a-z_]{1,60}$/)
    .optional()
    .catch(undefined),
  fiche: word,
  action: z
    .string()
    .regex(/^[a-z_]{1,60}$/)
    .optional()
    .catch(undefined),
  du: day,
  au: day,
  apres: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});
export type Asked = z.infer<typeof query>;

export const askedOf = (given: Record<string, string>): Asked => query.parse(given);
