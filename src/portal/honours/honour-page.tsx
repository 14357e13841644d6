import type { Child, FC } from "hono/jsx";
import type { HonourRecord } from "../../register/honour/store.ts";
import { Facts } from "../../ui/facts.tsx";
import { date } from "../../ui/format.ts";
import type { PageContext } from "../../ui/page.ts";
import { Prose, plain, Text } from "../../ui/text.tsx";
import { RecordLink, RecordPage, Section } from "../register/parts/frame.tsx";
import { Countries, Documents, Website } from "../register/parts/lists.tsx";
import { ThemeTags } from "../register/parts/terms.tsx";
import { choice } from "../register/parts/words.ts";
import { Pictures } from "../register/project-sections.tsx";
import { honourThing } from "../structured/honours.ts";
import { steps } from "./words.ts";

/** All that the register says of an honour. A withdrawal is said first, with its date and reason: nothing is erased. */
export const HonourPage: FC<{ c: PageContext; data: HonourRecord }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const own = data.recipient === "this_city";
  const about = honourThing(c, data);
  const kicker: Child[] = [choice(t, "honour.type", data.type)];
  if (!own) kicker.push(" · ", choice(t, "honour.recipient", data.recipient));
  if (data.posthumous) kicker.push(`, ${t("honours.posthumous")}`);
  return (
    <RecordPage c={c} data={data} {...(about && { about })} list={{ page: "honours", label: t("nav.honours") }} kicker={kicker}>
      {data.state === "withdrawn" && <Withdrawn c={c} data={data} />}
      {data.type === "claim" && <p class="notice">{t("honours.claimNote")}</p>}
      <Facts
        facts={[
          [t("portal.column.country"), data.country && <Countries c={c} countries={[data.country]} />],
          [t("kind.partner"), data.partner && <RecordLink c={c} kind="partner" record={data.partner} />],
          [t("portal.fact.organisation"), data.organisation && <RecordLink c={c} kind="organisation" record={data.organisation} />],
          [
            t("honours.column.giver"),
            plain(data.giver, locale) ? (
              <Text value={data.giver} locale={locale} />
            ) : (
              data.type === "distinction_received" && <span class="muted">{t("honours.giverUnknown")}</span>
            ),
          ],
          [t("honours.column.date"), own && data.receivedOn && date(data.receivedOn, locale)],
          [t("field.deliberation"), data.deliberation],
          [t("field.honour.occasion"), data.occasion && <RecordLink c={c} kind="occasion" record={data.occasion} />],
          [t("portal.fact.website"), data.website && <Website url={data.website} />],
        ]}
      />
      <ThemeTags c={c} themes={data.themes} />
      <Section id="history" title={t("honours.history")} when={!own}>
        <ol>
          {steps(t, data).map((step) => (
            <li>{step}</li>
          ))}
        </ol>
      </Section>
      <Section id="reason" title={t("honours.reason")} when={plain(data.reason, locale) !== ""}>
        <Prose value={data.reason} locale={locale} />
      </Section>
      <Pictures c={c} data={data} />
      <Section id="documents" title={t("portal.section.documents")} when={data.documents.length > 0}>
        <Documents c={c} documents={data.documents} />
      </Section>
    </RecordPage>
  );
};

const Withdrawn: FC<{ c: PageContext; data: HonourRecord }> = ({ c, data }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  return (
    <p class="notice">
      <strong>{t("honours.withdrawnTitle")}.</strong> {steps(t, data).at(-1)}. <Text value={data.withdrawal} locale={locale} />
    </p>
  );
};
