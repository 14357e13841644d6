import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { setTimeZone } from "../../platform/time-zone.ts";
import { checkExport, exportFile } from "../commands.ts";
import { makeAwkwardRows, openRegister, type Register } from "../testing.ts";
import { readContext } from "./context.ts";
import { validateIati } from "./validate.ts";

let register: Register;
let ids: string[];
let xml: string;
beforeAll(async () => {
  register = await openRegister();
  ids = (await makeAwkwardRows(register)).published;
  xml = await exported("iati");
});
afterAll(() => register.drop());

async function exported(format: "iati" | "iati-organisation"): Promise<string> {
  const out = new PassThrough();
  const [written] = await Promise.all([text(out), exportFile({ ...register, baseUrl: "https://monde.example.org" }, format, out)]);
  return written;
}
const activityOf = (id: string) => xml.slice(xml.indexOf(`-${id}</iati-identifier>`)).split("</iati-activity>")[0]!;
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]);

describe("the IATI files", () => {
  it("are valid, warnings included, with the most awkward rows", async () => {
    expect(validateIati(xml, new Date())).toEqual([]);
    expect(validateIati(await exported("iati-organisation"), new Date())).toEqual([]);
    const report = await checkExport({ ...register, baseUrl: "https://monde.example.org" });
    expect(report).toMatchObject({ activities: ids.length + 1, programmes: 1, projects: ids.length, findings: [] });
    expect(report.counts).toMatchObject({ critical: 0, error: 0, warning: 0, remarks: report.faults.length });
    const faults = report.faults.map((fault) => `${fault.record} ${fault.code}`);
    expect(faults).toContain("rien-que-des-vides no_start");
    expect(faults).toContain("rien-que-des-vides no_sector");
    expect(faults).toContain("rien-que-des-vides no_country");
    expect(faults).toContain("rien-que-des-vides no_description");
    expect(faults).toContain("fin-connue-debut-inconnu no_start");
    expect(faults.filter((fault) => fault.startsWith("deja-fini-a-venir future"))).toHaveLength(2);
  });

  it("are of the city's day, between its midnight and that of UTC too", async () => {
    setTimeZone("Europe/Paris");
    onTestFinished(() => setTimeZone("UTC"));
    const now = new Date("2026-06-01T22:30:00Z");
    expect(await readContext({ ...register, baseUrl: "https://monde.example.org" }, now)).toMatchObject({ today: "2026-06-02" });
    const ofStart = (day: string) =>
      validateIati(xml.replace(/<activity-date type="2" iso-date="[^"]+"/, `<activity-date type="2" iso-date="${day}"`), now).filter(
        ({ message }) => /(?=.*start)(?=.*future)/i.test(message),
      ).length;
    expect(ofStart("2026-06-03") - ofStart("2026-06-02")).toBe(1);
  });

  it("say what the register says", () => {
    const full = activityOf(ids[0]!);
    expect(all(full, /<recipient-country code="(\w+ ?[^/]*)"\/>/g)).toEqual([
      'SN" percentage="33.34',
      'ML" percentage="33.33',
      'FJ" percentage="33.33',
    ]);
    expect(all(full, /<sector vocabulary="1" ([^/]*)\/>/g)).toEqual([
      'code="14031" percentage="33.3333"',
      'code="14032" percentage="66.6667"',
    ]);
    expect(full).toContain(
      '<title><narrative xml:lang="fr">=1+1; accès à l’eau, à &quot;Dakar&quot;</narrative><narrative xml:lang="en">Access to &lt;water&gt;</narrative></title>',
    );
    expect(full).toContain("&lt;script&gt;alert(1)&lt;/script&gt; &amp; 😀");
    expect(full).toContain('<other-identifier ref="2021/DGRI|12 &amp; ?" type="A1"/>');
    // Known to the year or month: first or last day, and a note.
    expect(full).toContain(
      '<activity-date type="1" iso-date="2021-01-01"><narrative xml:lang="fr">Date connue à l’année près : 2021.</narrative>',
    );
    expect(full).toContain('<activity-date type="2" iso-date="2021-03-15"/>');
    expect(full).toContain('<activity-date type="3" iso-date="2023-06-30">');
    // One role each; who benefits or refused takes no part; an RNA is no registered identifier.
    expect(all(full, /<participating-org ([^>]*)>/g)).toEqual([
      'ref="FR-RCS-217500016" type="11" role="1"',
      'type="11" role="4"',
      'ref="FR-RCS-389515180" type="22" role="4"',
      'role="4"',
      'ref="FR-RCS-389515180" type="22" role="1"',
      'type="22" role="4"',
    ]);
    expect(all(full, /<policy-marker vocabulary="1" ([^/]*)\/>/g)).toEqual([
      'code="1" significance="0"',
      'code="6" significance="1"',
      'code="7" significance="2"',
    ]);
    expect(all(full, /<tag vocabulary="([23]" code="[^"]*)"/g)).toEqual(['2" code="6', '3" code="6.1']);
    expect(full).toContain('<location-id vocabulary="G1" code="2253354"/>');
    expect(full).toContain("<pos>14.6937123 -17.4440612</pos>");
    expect(full).toContain('url="https://example.org/d.pdf?x=%3C1%3E" format="application/pdf"');
  });

  it("split the budget by year to the cent, and never make up the day of a grant", () => {
    const full = activityOf(ids[0]!);
    const budgets = [
      ...full.matchAll(
        /<budget type="1" status="(\d)"><period-start iso-date="([^"]*)"\/><period-end iso-date="([^"]*)"\/><value currency="EUR" value-date="[^"]*">([^<]*)</g,
      ),
    ].map((match) => match.slice(1));
    expect(budgets.filter((one) => one[0] === "2").map((one) => one.slice(1))).toEqual([
      ["2022-01-01", "2022-12-31", "1000.00"],
      ["2023-01-01", "2023-12-31", "1500.50"],
    ]);
    expect(budgets.filter((one) => one[0] === "1").map((one) => one.slice(1, 3))).toEqual([
      ["2021-03-15", "2021-12-31"],
      ["2022-01-01", "2022-12-31"],
      ["2023-01-01", "2023-06-30"],
    ]);
    expect(budgets.reduce((total, one) => total + Math.round(Number(one[3]) * 100), 0)).toBe(10_000_001);
    expect(all(full, /<transaction-date iso-date="([^"]*)"/g)).toEqual(["2021-07-06"]);
    expect(full).toContain('<value currency="EUR" value-date="2021-07-06">10000.00</value>');
    // A grant to come is a budget; a budget of nothing is an answer.
    expect(activityOf(ids[1]!)).toMatch(/<budget type="1" status="2"><period-start iso-date="2199-01-01"\/>/);
    expect(activityOf(ids[1]!)).not.toContain("<transaction");
    expect(all(activityOf(ids[4]!), /<budget ()/g)).toHaveLength(61);
  });

  it("use the codes of what is not specified, and say so", () => {
    const empty = activityOf("rien-que-des-vides");
    expect(empty).toContain(
      '<recipient-region vocabulary="1" code="998" percentage="100"><narrative xml:lang="fr">Pays non précisé</narrative>',
    );
    expect(empty).toContain(
      '<sector vocabulary="1" code="99810" percentage="100"><narrative xml:lang="fr">Secteur non précisé</narrative>',
    );
    expect(empty).toContain("Début inconnu : date de publication de la fiche.");
    expect(activityOf("fin-connue-debut-inconnu")).toContain(
      '<activity-date type="1" iso-date="2019-12-31"><narrative xml:lang="fr">Début inconnu : au plus tard ce jour, date de fin.',
    );
    expect(activityOf("deja-fini-a-venir")).toContain('<activity-date type="3" iso-date="2199-12-31">');
  });

  it("name the flow only where the list of the DAC tells", () => {
    expect(activityOf(ids[1]!)).toContain('<default-flow-type code="10"/>');
    expect(activityOf("fin-connue-debut-inconnu")).toContain('<default-flow-type code="50"/>');
    expect(activityOf("rien-que-des-vides")).not.toContain("default-flow-type");
  });
});

describe("the validator", () => {
  const broken: [string, string | RegExp, string, string, string][] = [
    [
      "an element out of order",
      /(<activity-status code="2"\/>)(<activity-date)/,
      '<activity-date type="1" iso-date="2020-01-01"/>$1$2',
      "critical",
      "xsd",
    ],
    ["a code outside its list", 'role="1"', 'role="9"', "error", "codelist"],
    ["percentages that do not sum to 100", 'percentage="33.34"', 'percentage="33.33"', "error", "3.1.2"],
    ["sectors that do not sum to 100", 'percentage="33.3333"', 'percentage="33.3334"', "error", "2.1.2"],
    ["no sector", /<sector [^>]*>(<narrative[^>]*>[^<]*<\/narrative>)*<\/sector>/, "", "error", "6.2.2"],
    ["a budget longer than a year", 'period-end iso-date="2021-12-31"', 'period-end iso-date="2022-12-31"', "error", "7.5.3"],
    ["an actual date in the future", 'type="2" iso-date="2021-03-15"', 'type="2" iso-date="2190-03-15"', "error", "11.1.4"],
    ["a transaction in the future", 'transaction-date iso-date="2021', 'transaction-date iso-date="2190', "error", "11.2.1"],
    [
      "no start",
      /<activity-date type="1"[^>]*>(?:(?!<\/activity-date>).)*<\/activity-date>(?=<contact-info)/,
      '<activity-date type="3" iso-date="2030-01-01"/>',
      "error",
      "6.11.1",
    ],
    ["a forbidden sign in an identifier", "FR-RCS-217500016-rien-que", "FR-RCS-217500016-rien/que", "warning", "1.3.13"],
    [
      "a participant without a name",
      /<participating-org role="4">.*?<\/participating-org>/,
      '<participating-org role="4"/>',
      "error",
      "6.10.1",
    ],
    ["a prefix that is not registered", 'reporting-org ref="FR-RCS-', 'reporting-org ref="FR-SIRENE-', "warning", "1.14.8"],
    [
      "no language at all",
      /xml:lang="fr" default-currency(.*?)<title><narrative xml:lang="fr">/,
      "default-currency$1<title><narrative>",
      "error",
      "4.1.1",
    ],
    ["a marker without significance", 'code="1" significance="0"', 'code="1"', "error", "6.14.1"],
  ];
  it.each(broken)("finds %s", (_what, pattern, replacement, severity, rule) => {
    const wrong = xml.replace(pattern, replacement);
    expect(wrong).not.toBe(xml);
    const found = validateIati(wrong, new Date()).find((finding) => finding.rule === rule);
    expect(found).toMatchObject({ severity, identifier: expect.stringMatching(/^FR-RCS-217500016-/) });
    expect(found!.line).toBeGreaterThan(0);
  });

  it("gives everything that is wrong at once, a file that is no XML too", () => {
    const twice = xml.replace(/(<iati-activity [\s\S]*?<\/iati-activity>)/, "$1$1").replace('role="4"', 'role="x"');
    expect(new Set(validateIati(twice, new Date()).map((finding) => finding.rule))).toEqual(new Set(["1.1.2", "codelist"]));
    expect(validateIati("<iati-activities", new Date())).toMatchObject([{ severity: "critical", rule: "xml" }]);
    const entity = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><iati-activities version="2.03">&x;</iati-activities>';
    expect(validateIati(entity, new Date())).toMatchObject([{ severity: "critical", message: expect.stringContaining("DOCTYPE") }]);
  });
});
