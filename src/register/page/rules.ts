import { oneOf } from "../record/checks.ts";
import { choice, date, list, localised, number, reference, requiredDate, requiredTerm, terms, text, texts, url } from "../record/fields.ts";
import { commonFields, defineKind, sourceFields } from "../record/kind.ts";
import { blockVariants, checkBlock, listedKinds } from "./blocks.ts";

/**
 * An editorial page, made of blocks in an order. The description is its chapeau. Numbers are never typed: a block
 * shows a figure of the register, with its date. `reviewedOn` is the day up to which the service answers for the text;
 * after `reviewMonths`, or once a day of `expiries` has passed, the page says by itself that it is out of date.
 */
export const page = defineKind(
  "page",
  {
    ...commonFields,
    section: requiredTerm("page-section"),
    service: localised({ max: 200 }),
    reviewedOn: date(),
    reviewMonths: number({ min: 1, max: 120, step: 1 }),
    blocks: list(
      "page_block",
      {
        type: choice(["heading", "text", "quote", "media", "figure", "series", "map", "table", "records", "details", "embed", "document"]),
        title: localised({ max: 300 }),
        text: localised({ long: true, markdown: true }),
        who: localised({ max: 200 }),
        source: reference("source"),
        locator: text({ max: 200 }),
        media: reference("media"),
        figure: reference("figure"),
        series: text({ max: 80, pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/ }),
        document: reference("document"),
        kind: choice(listedKinds, { optional: true }),
        ids: texts(),
        query: text({ max: 1_000 }),
        url: url(),
      },
      { variants: { by: "type", fields: blockVariants } },
    ),
    expiries: list("page_expiry", { expiresOn: requiredDate(), reason: localised({ max: 500, required: true }) }),
    links: list("page_link", {
      programme: reference("programme"),
      network: reference("network"),
      partner: reference("partner"),
      organisation: reference("organisation"),
      project: reference("project"),
    }),
    priorities: terms("priority"),
    themes: terms("theme"),
    sectors: terms("exchange-sector"),
    referenceTexts: terms("reference-text"),
    changes: list("page_change", { changedOn: requiredDate(), note: localised({ max: 500, required: true }) }),
    ...sourceFields,
  },
  (value) => [
    ...(value.reviewMonths !== null && !value.reviewedOn ? [{ path: "reviewedOn", code: "required" }] : []),
    ...value.blocks.flatMap((block, i) => checkBlock(block, `blocks.${i}`)),
    ...value.links.flatMap((line, i) => oneOf(line, ["programme", "network", "partner", "organisation", "project"], `links.${i}`)),
  ],
);
