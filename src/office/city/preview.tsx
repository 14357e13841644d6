import type { FC } from "hono/jsx";
import type { Colours, Contrast } from "../../platform/city-settings/rules.ts";
import { Table } from "../../ui/table.tsx";
import { plain } from "../../ui/text.tsx";
import type { OfficeContext } from "../env.ts";

const [WIDTH, HEIGHT] = [340, 190];

/** A page in these colours, by day and by night: drawn, as no style of a form may reach the page. */
export const Preview: FC<{ c: OfficeContext; colours: Colours }> = ({ c, colours }) => {
  const [t, locale] = [c.get("t"), c.get("locale")];
  const { city } = c.get("services");
  return (
    <div class="colour-previews">
      {(["light", "dark"] as const).map((scheme) => {
        const { paper, ink, accent, muted, line } = colours[scheme];
        return (
          <figure>
            <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t.dynamic(`field.city.${scheme}`)}>
              <rect x="0.5" y="0.5" width={WIDTH - 1} height={HEIGHT - 1} fill={paper} stroke={line} />
              <text x="20" y="44" fill={ink} class="preview-title" font-size="22">
                {shortened(plain(city.title, locale), 28)}
              </text>
              <rect x="20" y="58" width={WIDTH - 40} height="1" fill={line} />
              <text x="20" y="84" fill={ink} font-size="14">
                {t("city.preview.text")}
              </text>
              <text x="20" y="108" fill={muted} font-size="12">
                {t("city.preview.aside")}
              </text>
              <text x="20" y="132" fill={accent} font-size="14" text-decoration="underline">
                {t("city.preview.link")}
              </text>
              <rect x="20" y="146" width="120" height="30" rx="2" fill={ink} />
              <text x="80" y="166" fill={paper} font-size="13" font-weight="700" text-anchor="middle">
                {t("city.preview.button")}
              </text>
            </svg>
            <figcaption>{t.dynamic(`field.city.${scheme}`)}</figcaption>
          </figure>
        );
      })}
    </div>
  );
};

const shortened = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** How well each colour is read on each other. */
export const Contrasts: FC<{ c: OfficeContext; contrasts: readonly Contrast[] }> = ({ c, contrasts }) => {
  const t = c.get("t");
  const number = new Intl.NumberFormat(c.get("locale"), { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return (
    <Table
      caption={t("city.contrast.caption")}
      class="dense"
      rows={contrasts}
      columns={[
        {
          label: t("city.contrast.pair"),
          heading: true,
          cell: ({ on, under }) => t("city.contrast.on", { on: t.dynamic(`field.city.${on}`), under: t.dynamic(`city.under.${under}`) }),
        },
        { label: t("city.contrast.scheme"), cell: ({ scheme }) => t.dynamic(`field.city.${scheme}`) },
        { label: t("city.contrast.ratio"), numeric: true, cell: ({ ratio }) => `${number.format(ratio)} : 1` },
        {
          label: t("city.contrast.verdict"),
          cell: ({ enough }) => (enough ? t("city.contrast.enough") : <strong>{t("city.contrast.close")}</strong>),
        },
      ]}
    />
  );
};
