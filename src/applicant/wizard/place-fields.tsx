import type { FC } from "hono/jsx";
import { partnerKinds } from "../../funding/application/content.ts";
import { type MapMark, WorldMap } from "../../ui/world-map.tsx";
import { AreaField, FieldProblems, SelectField, TextField } from "../forms.tsx";
import { Lines, type SectionProps } from "./parts.tsx";
import { numberText } from "./values.ts";

export const PlaceFields: FC<SectionProps> = ({ c, draft, form, countries }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const marks = draft.places.flatMap((place): MapMark[] => {
    const own =
      typeof place.latitude === "number" && typeof place.longitude === "number" ? ([place.latitude, place.longitude] as const) : undefined;
    const at = own ?? countries.at.get(place.country);
    return at
      ? [
          {
            kind: "project",
            latitude: at[0],
            longitude: at[1],
            hollow: !own,
            label: [place.name, countries.nameOf(place.country)].filter(Boolean).join(", "),
          },
        ]
      : [];
  });
  return (
    <>
      <p>{t("space.help.places")}</p>
      <FieldProblems form={form} path="places" />
      {marks.length > 0 && <WorldMap marks={marks} label={t("space.map")} class="small-map" />}
      <Lines c={c} path="places" count={draft.places.length}>
        {(i) => {
          const place = draft.places[i];
          const field = (name: string) => ({ form, path: `places.${i}.${name}` });
          return (
            <div class="form-grid">
              <SelectField
                {...field("country")}
                label={t("space.field.places.country")}
                value={place?.country ?? ""}
                options={countries.options}
              />
              <TextField {...field("name")} label={t("space.field.places.name")} hint={t("space.hint.place")} value={place?.name ?? ""} />
              <TextField
                {...field("latitude")}
                label={t("space.field.places.latitude")}
                required={false}
                inputmode="decimal"
                value={numberText(place?.latitude ?? null, locale)}
              />
              <TextField
                {...field("longitude")}
                label={t("space.field.places.longitude")}
                required={false}
                inputmode="decimal"
                value={numberText(place?.longitude ?? null, locale)}
              />
            </div>
          );
        }}
      </Lines>
    </>
  );
};

export const PartnerFields: FC<SectionProps> = ({ c, draft, form, countries }) => {
  const t = c.get("t");
  const all = countries.options.map(({ value, label }) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label, t.locale));
  const kinds = partnerKinds.map((kind) => ({ value: kind, label: t.dynamic(`space.partnerKind.${kind}`) }));
  return (
    <>
      <p>{t("space.help.partners")}</p>
      <Lines c={c} path="partners" count={draft.partners.length}>
        {(i) => {
          const partner = draft.partners[i];
          const field = (name: string) => ({ form, path: `partners.${i}.${name}` });
          return (
            <div class="form-grid">
              <TextField {...field("name")} label={t("space.field.partners.name")} value={partner?.name ?? ""} />
              <SelectField {...field("kind")} label={t("space.field.partners.kind")} value={partner?.kind ?? ""} options={kinds} />
              <SelectField {...field("country")} label={t("space.field.partners.country")} value={partner?.country ?? ""} options={all} />
              <AreaField {...field("role")} label={t("space.field.partners.role")} value={partner?.role ?? ""} rows={2} />
            </div>
          );
        }}
      </Lines>
    </>
  );
};
