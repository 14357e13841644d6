import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { element, textElement } from "../xml.ts";
import { activityXml, merged, split, type Written } from "./reported.ts";

/** Any element, as this program writes it: nested, with attributes, with texts that have signs of XML. */
const { any } = fc.letrec<{ any: string }>((tie) => {
  const name = fc.constantFrom("title", "narrative", "value", "x:own", "a");
  const attributes = fc.dictionary(fc.constantFrom("code", "xml:lang", "ref"), fc.string({ unit: "grapheme" }));
  return {
    any: fc.oneof(
      { depthSize: "small" },
      fc.tuple(name, attributes, fc.string({ unit: "grapheme", minLength: 1 })).map(([n, a, text]) => textElement(n, a, text)),
      fc.tuple(name, attributes, fc.array(tie("any"), { maxLength: 3 })).map(([n, a, children]) => element(n, a, ...children)),
    ),
  };
});

describe("an activity cut into its elements", () => {
  it("has each of them, as it was written", () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 6 }), (children) => {
        const found = split(element("iati-activity", { hierarchy: 1, "xml:lang": "fr>" }, ...children));
        expect(found.children.map(({ xml }) => xml)).toEqual(children);
        expect(found.attributes).toBe(' hierarchy="1" xml:lang="fr&gt;"');
      }),
    );
  });
});

const part = (name: string, attributes = {}) => element(name, attributes);
const made: Written = {
  attributes: { "default-currency": "EUR", "last-updated-datetime": "2026-02-02T00:00:00.000Z", humanitarian: 1 },
  parts: [
    ["iati-identifier", textElement("iati-identifier", {}, "made")],
    ["title", textElement("title", {}, "made")],
    ["sector", part("sector", { code: "made" })],
    ["conditions", ""],
    ["transaction", part("transaction", { ref: "old" }) + part("transaction", { ref: "made" })],
    ["related-activity", part("related-activity", { ref: "P", type: 1 }) + part("related-activity", { ref: "C", type: 2 })],
  ],
};
const reported = element(
  "iati-activity",
  { "last-updated-datetime": "2020-01-01T00:00:00Z", "default-currency": "USD" },
  textElement("iati-identifier", {}, "kept"),
  textElement("title", {}, "kept"),
  part("sector", { code: "a" }),
  part("sector", { vocabulary: 99, code: "b" }),
  part("conditions", { attached: 0 }),
  part("transaction", { ref: "old", humanitarian: 1 }),
  part("related-activity", { ref: "P", type: 1 }),
  part("related-activity", { ref: "S", type: 3 }),
  part("x:own", {}),
);
const elementsOf = (xml: string) => split(xml).children.map((one) => one.xml);

describe("an activity whose record says something else since", () => {
  it("is as it was reported where nothing was changed, with the money and the parts that came since", () => {
    expect(elementsOf(merged(reported, made, []))).toEqual([
      ...elementsOf(reported).slice(0, 6),
      part("transaction", { ref: "made" }),
      part("related-activity", { ref: "P", type: 1 }),
      part("related-activity", { ref: "S", type: 3 }),
      part("related-activity", { ref: "C", type: 2 }),
      part("x:own", {}),
    ]);
    expect(split(merged(reported, made, [])).attributes).toBe(' default-currency="USD" last-updated-datetime="2026-02-02T00:00:00.000Z"');
  });

  it("is as its record says where a field was changed; its identifier stays", () => {
    const xml = merged(reported, made, ["name", "sectors", "programme", "humanitarian"]);
    expect(elementsOf(xml)).toEqual([
      textElement("iati-identifier", {}, "kept"),
      textElement("title", {}, "made"),
      part("sector", { code: "made" }),
      part("conditions", { attached: 0 }),
      part("transaction", { ref: "old", humanitarian: 1 }),
      part("transaction", { ref: "made" }),
      part("related-activity", { ref: "S", type: 3 }),
      part("related-activity", { ref: "P", type: 1 }),
      part("related-activity", { ref: "C", type: 2 }),
      part("x:own", {}),
    ]);
    expect(split(xml).attributes).toContain('humanitarian="1"');
  });

  it("is written in the order of what it is made of", () => {
    expect(activityXml(made)).toMatch(/^<iati-activity default-currency="EUR" .*?><iati-identifier>made</);
  });
});
