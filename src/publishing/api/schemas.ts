import { z } from "zod";

/** Values that many answers hold. Each is named in the document of the API by the identifier it is registered under. */
const named = <T extends z.ZodType>(id: string, schema: T): T => schema.meta({ id }) as T;

/** Integer cents of the currency named beside them. */
export const cents = named("Cents", z.int());
export const year = z.int().min(1000).max(9999);
export const day = named("Day", z.iso.date());
/** As precisely as it is known. */
export const partialDate = named("PartialDate", z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/));
/** UTC, to the second. */
export const instant = named("Instant", z.iso.datetime());
export const currency = named("Currency", z.string().regex(/^[A-Z]{3}$/));
export const country = named("CountryCode", z.string().regex(/^[A-Z]{2}$/));
/** One text for each language (ISO 639-1); with `lang`, that text alone. */
export const localised = named("Localised", z.union([z.record(z.string().regex(/^[a-z]{2}$/), z.string()), z.string(), z.null()]));
export const file = named(
  "File",
  z.object({
    sha256: z.string(),
    name: z.string(),
    mediaType: z.string(),
    bytes: z.int(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    url: z.url(),
  }),
);
