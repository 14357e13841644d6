import { z } from "zod";
import { textIn } from "../../platform/localised.ts";
import type { Edition } from "../../register/edition/rules.ts";
import type { PublicContent } from "../grant/public-record.ts";

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .nullable()
  .catch(null);
const words = z.string().catch("");
const place = z.object({ name: z.string().min(1), country: z.string().regex(/^[A-Z]{2}$/), latitude: z.number(), longitude: z.number() });
const schema = z.object({
  title: words,
  summary: words,
  startsOn: day,
  endsOn: day,
  places: z.array(z.unknown()).catch([]),
  indicators: z.array(z.object({ code: words, label: words, unit: words, target: z.number().nullable().catch(null) })).catch([]),
});

/** Of a submitted content, what the vote makes public. A place without its point stands for its country alone. */
export function publicContentOf(content: unknown, edition: Pick<Edition, "indicators">): Omit<PublicContent, "totalCents"> {
  const read = schema.parse(content ?? {});
  const places = read.places.flatMap((one) => {
    const parsed = place.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });
  const countries = read.places.flatMap((one) => {
    const country = (one as { country?: unknown } | null)?.country;
    return typeof country === "string" && /^[A-Z]{2}$/.test(country) ? [country] : [];
  });
  return {
    ...read,
    places,
    countries: [...new Set(countries)],
    indicators: read.indicators.map(({ code, label, unit, target }) => {
      const asked = edition.indicators.find((one) => one.code === code);
      return {
        label: label || (asked ? (textIn(asked.name, "fr")?.text ?? "") : ""),
        unit: unit || (asked ? (textIn(asked.unit, "fr")?.text ?? "") : ""),
        target,
      };
    }),
  };
}
