import { describe, expect, it } from "vitest";
import { textRules } from "./text-rules.ts";
import { validateIati } from "./validate.ts";

const now = new Date("2026-06-01T12:00:00Z");
const valid = `<iati-activities version="2.03" generated-datetime="2026-01-01T00:00:00Z">
<iati-activity xml:lang="fr" default-currency="EUR" last-updated-datetime="2026-01-01T00:00:00Z">
<iati-identifier>FR-RCS-217500016-a</iati-identifier>
<reporting-org ref="FR-RCS-217500016" type="11"><narrative>Ville</narrative></reporting-org>
<title><narrative>Puits</narrative></title>
<description><narrative>Des puits</narrative></description>
<participating-org role="4"><narrative>Association</narrative></participating-org>
<activity-status code="2"/>
<activity-date type="1" iso-date="2025-01-01"/><activity-date type="2" iso-date="2025-02-01"/><activity-date type="3" iso-date="2026-12-31"/>
<recipient-country code="SN" percentage="60"/><recipient-country code="ML" percentage="40"/>
<sector vocabulary="1" code="14031" percentage="50"/><sector vocabulary="1" code="14032" percentage="50"/>
<policy-marker vocabulary="1" code="1" significance="1"/>
<budget><period-start iso-date="2025-01-01"/><period-end iso-date="2025-12-31"/><value value-date="2025-01-01">10</value></budget>
<planned-disbursement><period-start iso-date="2025-01-01"/><period-end iso-date="2025-12-31"/><value value-date="2025-01-01">5</value></planned-disbursement>
<transaction><transaction-type code="2"/><transaction-date iso-date="2025-03-01"/><value value-date="2025-03-01">5</value><provider-org ref="FR-RCS-217500016"/><receiver-org><narrative>Association</narrative></receiver-org></transaction>
<result type="1"><title><narrative>Puits</narrative></title><indicator measure="1"><title><narrative>Puits</narrative></title><baseline year="2024" value="0"/><period><period-start iso-date="2025-01-01"/><period-end iso-date="2025-12-31"/><target value="3"/></period></indicator></result>
</iati-activity></iati-activities>`;

const sectors = /<sector vocabulary.*\n/;
const countries = /<recipient-country.*\n/;

/** What breaks a rule, and the rule with its severity. */
const broken: [what: string, pattern: string | RegExp, replacement: string, rule: string, severity: string][] = [
  ["no language of a narrative", 'xml:lang="fr" ', "", "4.1.1", "error"],
  ["no currency of a value", ' default-currency="EUR"', "", "7.8.1", "error"],
  ["no value-date", ' value-date="2025-03-01"', "", "xsd", "critical"],
  ["elements out of order", /(<activity-status.*)\n/, "", "xsd", "critical"],
  ["no country", countries, "", "3.7.1", "error"],
  ["countries of the activity and of a transaction", "</transaction>", '<recipient-country code="SN"/></transaction>', "3.6.2", "error"],
  ["several countries without shares", ' percentage="60"', "", "3.1.1", "error"],
  ["countries that do not add up", 'percentage="60"', 'percentage="59.9"', "3.1.2", "error"],
  ["a share above 100", 'percentage="60"', 'percentage="160"', "12.1.1", "error"],
  ["one country with a share that is not all", countries, '<recipient-country code="SN" percentage="60"/>', "3.1.4", "error"],
  ["no sector", sectors, "", "6.2.2", "error"],
  ["sectors of the activity and of a transaction", "</transaction>", '<sector code="14031"/></transaction>', "6.6.2", "error"],
  ["sectors that do not add up", 'code="14031" percentage="50"', 'code="14031" percentage="51"', "2.1.2", "error"],
  ["one sector with a share that is not all", sectors, '<sector code="14031" percentage="50"/>', "2.1.4", "error"],
  ["no start", /<activity-date type="1"[^>]*\/><activity-date type="2"[^>]*\/>/, "", "6.11.1", "error"],
  ["an end planned before the start", 'type="3" iso-date="2026', 'type="3" iso-date="2024', "11.1.2", "error"],
  ["an actual start to come", 'type="2" iso-date="2025', 'type="2" iso-date="2027', "11.1.4", "error"],
  ["an update to come", 'last-updated-datetime="2026', 'last-updated-datetime="2027', "11.1.1", "error"],
  ["a transaction to come", 'transaction-date iso-date="2025', 'transaction-date iso-date="2027', "11.2.1", "error"],
  ["a value dated to come", 'value-date="2025-03-01">5', 'value-date="2027-03-01">5', "11.2.2", "error"],
  [
    "a budget longer than a year",
    '<period-end iso-date="2025-12-31"/><value value-date="2025-01-01">10',
    '<period-end iso-date="2026-12-31"/><value value-date="2025-01-01">10',
    "7.5.3",
    "error",
  ],
  [
    "a budget that ends before it starts",
    '<period-end iso-date="2025-12-31"/><value value-date="2025-01-01">10',
    '<period-end iso-date="2024-12-31"/><value value-date="2025-01-01">10',
    "8.6.3",
    "error",
  ],
  ["the identifier of the organisation alone", "217500016-a<", "217500016<", "1.1.3", "error"],
  ["an identifier of another", ">FR-RCS-217500016-a<", ">GB-CHC-1-a<", "1.1.21", "warning"],
  ["a forbidden sign", "217500016-a<", "217500016-a/b<", "1.3.13", "warning"],
  ["spaces around an identifier", "217500016-a<", "217500016-a <", "1.3.1", "warning"],
  ["a prefix that is not registered", /FR-RCS-217500016/g, "FR-SIRENE-217500016", "1.14.8", "warning"],
  [
    "a participant without reference or name",
    '<participating-org role="4"><narrative>Association</narrative></participating-org>',
    '<participating-org role="4"/>',
    "6.10.1",
    "error",
  ],
  [
    "a receiver without reference or name",
    "<receiver-org><narrative>Association</narrative></receiver-org>",
    "<receiver-org/>",
    "6.9.2",
    "error",
  ],
  ["a marker without significance", ' significance="1"', "", "6.14.1", "error"],
  ["a baseline without a value", ' value="0"', "", "8.8.1", "error"],
  ["a code outside its list", 'activity-status code="2"', 'activity-status code="9"', "codelist", "error"],
  ["the same identifier twice", /(<iati-activity [\s\S]*<\/iati-activity>)/, "$1$1", "1.1.2", "error"],
  [
    "a budget that is not provided and is",
    "<iati-activity ",
    '<iati-activity budget-not-provided="1" ',
    "text:budget-not-provided",
    "error",
  ],
  [
    "two sectors of one vocabulary in a transaction",
    "</transaction>",
    '<sector code="14031"/><sector vocabulary="1" code="14032"/></transaction>',
    "text:transaction/sector",
    "error",
  ],
  [
    "two references of one vocabulary of an indicator",
    "<baseline",
    '<reference vocabulary="1" code="a"/><reference vocabulary="1" code="b"/><baseline',
    "text:indicator/reference",
    "error",
  ],
  [
    "two reporters in a file",
    /(<iati-activity [\s\S]*<\/iati-activity>)/,
    `$1${valid.match(/<iati-activity [\s\S]*<\/iati-activity>/)![0].replaceAll("217500016", "217500017")}`,
    "text:reporting-org",
    "error",
  ],
  ["white space inside an identifier", "217500016-a<", "217500016-a b<", "text:iati-identifier", "warning"],
];

describe("the rules of the standard", () => {
  it("find nothing wrong in what keeps them all", () => expect(validateIati(valid, now)).toEqual([]));

  it.each(broken)("find %s", (_what, pattern, replacement, rule, severity) => {
    const wrong = valid.replace(pattern, replacement);
    expect(wrong).not.toBe(valid);
    expect(validateIati(wrong, now)).toContainEqual(expect.objectContaining({ rule, severity }));
  });

  it("are each tried, of those that no official file checks", () => {
    expect(textRules.map(({ id }) => id).sort()).toEqual(
      [...new Set(broken.flatMap(([, , , rule]) => (rule.startsWith("text:") ? [rule] : [])))].sort(),
    );
  });
});
