import { choice, number, requiredCountry, requiredNumber, texts } from "../record/fields.ts";
import { commonFields, defineKind, sourceFields } from "../record/kind.ts";

/** A point on the map (WGS 84, degrees), with its GeoNames number and its other names. */
export const place = defineKind("place", {
  ...commonFields,
  aliases: texts(),
  country: requiredCountry(),
  latitude: requiredNumber({ min: -90, max: 90 }),
  longitude: requiredNumber({ min: -180, max: 180 }),
  exactness: choice(["exact", "approximate"], { initial: "exact" }),
  geonamesId: number({ min: 1, step: 1 }),
  ...sourceFields,
});
