import type { FC } from "hono/jsx";
import { limits, type Section } from "../../funding/application/content.ts";
import { AreaField, TextField } from "../forms.tsx";
import { BudgetFields } from "./budget-fields.tsx";
import { CommitmentFields } from "./commitment-fields.tsx";
import { IndicatorFields } from "./indicator-fields.tsx";
import type { SectionProps } from "./parts.tsx";
import { PartnerFields, PlaceFields } from "./place-fields.tsx";
import { QuestionFields } from "./question-fields.tsx";

/** The fields of each section, filled with a draft. */
export const SectionFields: FC<SectionProps & { section: Section }> = ({ section, ...props }) => {
  switch (section) {
    case "project":
      return <ProjectFields {...props} />;
    case "places":
      return <PlaceFields {...props} />;
    case "partners":
      return <PartnerFields {...props} />;
    case "questions":
      return <QuestionFields {...props} />;
    case "budget":
      return <BudgetFields {...props} />;
    case "indicators":
      return <IndicatorFields {...props} />;
    case "commitments":
      return <CommitmentFields {...props} />;
    default:
      return <></>;
  }
};

const ProjectFields: FC<SectionProps> = ({ c, file: { edition }, draft, form }) => {
  const t = c.get("t");
  return (
    <>
      <TextField form={form} path="title" label={t("space.field.title")} hint={t("space.hint.title")} value={draft.title} />
      <AreaField
        form={form}
        path="summary"
        label={t("space.field.summary")}
        hint={t("space.hint.summary", { maximum: limits.summary })}
        value={draft.summary}
        rows={7}
      />
      <div class="form-pair">
        <TextField form={form} path="startsOn" label={t("space.field.startsOn")} value={draft.startsOn} type="date" />
        <TextField
          form={form}
          path="endsOn"
          label={t("space.field.endsOn")}
          hint={edition.maxMonths ? t("space.hint.endsOn", { months: edition.maxMonths }) : undefined}
          value={draft.endsOn}
          type="date"
        />
      </div>
    </>
  );
};
