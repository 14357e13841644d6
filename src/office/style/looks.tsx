import type { FC } from "hono/jsx";
import { contrast } from "../../platform/contrast.ts";
import { count, date, day, instant, money } from "../../ui/format.ts";
import { Table } from "../../ui/table.tsx";
import type { OfficeContext } from "../env.ts";
import { HERE } from "./piece.ts";
import { scales } from "./tokens.ts";

const colours = ["paper", "ink", "accent", "muted", "line"] as const;

/** The city's colours with their contrasts, and the scales that every distance and size is taken from. */
export const Looks: FC<{ c: OfficeContext }> = ({ c }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { light, dark } = c.get("services").city.colours;
  const ratio = (of: typeof light, name: (typeof colours)[number]) =>
    name === "paper" ? "–" : count(Math.round(contrast(of[name], of.paper) * 10) / 10, locale);
  return (
    <>
      <h3>{t("style.colours")}</h3>
      <p>{t("style.colours.text")}</p>
      <Table
        caption={t("style.colours")}
        hideCaption
        rows={[...colours]}
        columns={[
          {
            label: t("style.colour"),
            heading: true,
            cell: (name) => (
              <>
                <span class={`swatch swatch-${name}`} /> <code>--{name}</code>
              </>
            ),
          },
          { label: t("style.colour.light"), cell: (name) => <code>{light[name]}</code> },
          { label: t("style.colour.dark"), cell: (name) => <code>{dark[name]}</code> },
          { label: t("style.colour.contrast"), cell: (name) => `${ratio(light, name)} · ${ratio(dark, name)}` },
          { label: t("style.colour.use"), cell: (name) => t(`style.colour.${name}`) },
        ]}
      />
      <p>
        <span class="swatch swatch-tint" /> <code>--tint</code> {t("style.colour.tint")}
      </p>
      <Scale c={c} of="spaces" />
      <Scale c={c} of="sizes" />
      <p>{t("style.measures.text")}</p>
      <Scale c={c} of="measures" />
    </>
  );
};

const Scale: FC<{ c: OfficeContext; of: keyof typeof scales }> = ({ c, of }) => {
  const t = c.get("t");
  return (
    <Table
      caption={t(`style.${of}`)}
      rows={Object.entries(scales[of])}
      columns={[
        { label: t("style.size"), heading: true, cell: ([name]) => <code class="nowrap">--{name}</code> },
        { label: t("style.value"), cell: ([, value]) => <code>{value}</code> },
        ...(of === "measures"
          ? []
          : [
              {
                label: t("style.shown"),
                cell: ([name]: [string, string]) =>
                  of === "sizes" ? <span class={`guide-${name}`}>{t("style.sample")}</span> : <span class={`guide-space guide-${name}`} />,
              },
            ]),
      ]}
    />
  );
};

/** What needs no component: buttons, notices, dates and amounts. */
export const Bare: FC<{ c: OfficeContext; of: "words" | "forms" | "states" }> = ({ c, of }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const at = new Date("2026-12-17T11:00:00Z");
  if (of === "forms")
    return (
      <section>
        <h3>{t("style.buttons")}</h3>
        <p>{t("style.buttons.text")}</p>
        <form method="get" action={HERE} class="row-form">
          <button type="submit">{t("style.button.main")}</button>
          <button type="submit" class="quiet">
            {t("style.button.quiet")}
          </button>
          <button type="submit" class="quiet small">
            {t("style.button.small")}
          </button>
          <button type="submit" disabled>
            {t("style.button.off")}
          </button>
          <a href={HERE}>{t("style.button.link")}</a>
        </form>
      </section>
    );
  if (of === "states")
    return (
      <section>
        <h3>{t("style.notices")}</h3>
        <p>{t("style.notices.text")}</p>
        <p class="notice">{t("style.notice")}</p>
        <p class="error-summary">{t("style.error")}</p>
      </section>
    );
  return (
    <section>
      <h3>{t("style.dates")}</h3>
      <p>{t("style.dates.text")}</p>
      <ul>
        {[date("2024", locale), date("2024-09", locale), day(at, locale), instant(at, locale)].map((one) => (
          <li>{one}</li>
        ))}
        {[36_000_000, 1_250_050].map((cents) => (
          <li>{money(cents, "EUR", locale)}</li>
        ))}
      </ul>
    </section>
  );
};
