import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Locale } from "../../platform/i18n/languages.ts";
import { type Translator, translator } from "../../platform/i18n/messages.ts";
import type { Block, PdfDocument } from "../../platform/pdf/document.ts";
import { documentPdf } from "../../platform/pdf/render.ts";
import { type ConventionData, convention } from "./convention.ts";
import { type DeliberationData, deliberation } from "./deliberation.ts";
import { type MinutesData, minutes } from "./minutes.ts";
import { type ReceiptData, receipt } from "./receipt.ts";

const paper = {
  city: "Ville de Paris",
  service: "Délégation générale aux relations internationales",
  colours: { ink: "#14213d", accent: "#a63d1f", line: "#d6d3c8", muted: "#55607a" },
};
const at = new Date("2026-12-18T10:59:58Z");
const zone = "Europe/Paris";

const receiptData: ReceiptData = {
  number: "SOL-2026-0042",
  edition: "Label Paris Co-développement Sud 2026",
  project: "Une école et son puits",
  organisation: 'Association #read("/etc/passwd") $x$ ] *Étoile*',
  by: "Zoé Nguyễn",
  submittedAt: "2026-12-18T10:59:58Z",
  zone,
  askedCents: 1_500_000,
  currency: "EUR",
  sections: [
    {
      heading: "Le projet",
      answers: [
        { question: "Résumé", answer: "Premier alinéa.\n\nSecond alinéa,\nsuite." },
        { question: "Partenaire", answer: "" },
      ],
    },
    { heading: "Lieux", answers: [{ question: "Où ?", answer: "Ouagadougou, Burkina Faso\nΑθήνα, Київ, 東京" }] },
  ],
  budget: [
    {
      caption: "Dépenses",
      lines: Array.from({ length: 60 }, (_, i) => ({ label: `Poste ${i + 1}`, cents: 50_000 })),
      totalCents: 3_000_000,
    },
    {
      caption: "Ressources",
      lines: [
        { label: "Ville de Paris", cents: 1_500_000 },
        { label: "Autres", cents: 1_500_000 },
      ],
      totalCents: 3_000_000,
    },
  ],
  files: [{ name: "statuts.pdf", requirement: "Statuts", sha256: "a".repeat(64) }],
  declarations: ["L’organisme est à jour de ses obligations sociales et fiscales."],
  engagement: { textVersion: "2021-1947", at: "2026-12-18T10:50:00Z", by: "Zoé Nguyễn" },
  seal: "b".repeat(64),
};
const conventionData: ConventionData = {
  number: "SOL-2026-0042",
  amendment: 0,
  reasons: "",
  city: {
    name: "Ville de Paris",
    details: ["SIRET 217 500 016 00019", "place de l’Hôtel de Ville, 75004 Paris"],
    representative: "X Y",
    capacity: "adjointe à la maire",
  },
  beneficiary: {
    name: "Étoile du Sud",
    details: ["association loi 1901", "RNA W751234567"],
    representative: "Zoé Nguyễn",
    capacity: "présidente",
  },
  object: "Une école et son puits",
  application: "SOL-2026-0042",
  deliberation: "2027 DGRI 22",
  votedOn: "2027-03-31",
  amountCents: 1_500_000,
  currency: "EUR",
  tranches: [
    { year: 2027, source: "Budget général", condition: "à la signature", cents: 900_000 },
    { year: 2028, source: "1 % eau", condition: "compte rendu intermédiaire accepté", cents: 600_000 },
  ],
  startsOn: "2027-05-01",
  endsOn: "2028-04-30",
  reports: [{ name: "Compte rendu final", dueOn: "2028-10-31" }],
  humanitarian: true,
  engagement: true,
  privacyContact: "dpo@ville.example",
  court: "Paris",
};
const minutesData: MinutesData = {
  edition: "Label Paris Co-développement Sud 2026",
  heldAt: "2027-01-20T13:30:00Z",
  zone,
  place: "Hôtel de Ville, salle 12",
  chair: "X Y",
  present: [
    { name: "Ada Bâ", capacity: "Conseil de Paris" },
    { name: "Li Wei", capacity: "personnalité qualifiée" },
  ],
  absent: [{ name: "Paul Z", capacity: "Eau de Paris" }],
  interests: [{ member: "Li Wei", file: "SOL-2026-0007, Les Amis" }],
  currency: "EUR",
  ranking: Array.from({ length: 30 }, (_, i) => ({
    rank: i + 1,
    number: `SOL-2026-${String(i + 1).padStart(4, "0")}`,
    organisation: `Association ${i + 1}`,
    title: "Un projet au titre assez long pour tenir sur plus d’une ligne du tableau",
    score: i === 29 ? null : 18.25 - i / 3,
    askedCents: 1_500_000,
    decision: i < 10 ? ("proposed" as const) : i < 15 ? ("reserve" as const) : ("rejected" as const),
    proposedCents: i < 10 ? 1_200_000 : 0,
    reason: i === 3 ? "Budget de voyage trop élevé." : null,
  })),
  gauges: [{ name: "1 % eau 2027", ceilingCents: 100_000_000, usedCents: 40_000_000, proposedCents: 12_000_000 }],
  signatories: [{ name: "X Y", role: "présidente du jury" }],
};
const deliberationData: DeliberationData = {
  reference: "2027 DGRI 22",
  title: "Subventions à des projets de solidarité internationale",
  sessionOn: "2027-03-31",
  motives: "Mesdames, Messieurs,\n\nLa ville soutient chaque année des projets.\n\nJe vous propose d’en délibérer.",
  considering: ["Vu l’avis du jury du 20 janvier 2027 ;"],
  mayor: "La maire de Paris",
  currency: "EUR",
  beneficiaries: Array.from({ length: 17 }, (_, i) => ({
    number: `SOL-2026-${String(i + 1).padStart(4, "0")}`,
    organisation: `Association ${i + 1}`,
    identifier: `W75${String(i).padStart(7, "0")}`,
    object: "Une école et son puits",
    countries: ["Burkina Faso"],
    source: i % 2 === 0 ? "1 % eau" : "Budget général",
    cents: 1_200_000,
  })),
};

const documents: [string, (t: Translator) => PdfDocument][] = [
  ["receipt", (t) => receipt(receiptData, t)],
  ["convention", (t) => convention(conventionData, t)],
  ["amendment", (t) => convention({ ...conventionData, amendment: 1, reasons: "Saison des pluies." }, t)],
  ["minutes", (t) => minutes(minutesData, t)],
  ["deliberation", (t) => deliberation(deliberationData, t)],
];

/** The objects of a PDF, with what its object streams hold. */
function textOf(pdf: Uint8Array): string {
  const bytes = Buffer.from(pdf);
  let text = bytes.toString("latin1");
  for (const match of text.matchAll(/stream\r?\n/g)) {
    const start = match.index + match[0].length;
    try {
      text += inflateSync(bytes.subarray(start)).toString("latin1");
    } catch {
      // Not compressed, or a font.
    }
  }
  return text;
}
const texts = (blocks: Block[]) => JSON.stringify(blocks);

describe.each(documents)("the %s", (name, make) => {
  it.each(["fr", "en"] as Locale[])("is a tagged document in %s, the same bytes each time", async (locale) => {
    const document = make(translator(locale));
    expect(texts(document.blocks)).not.toMatch(/"pdf\.|undefined|\{\w+\}/);
    const pdf = await documentPdf(document, paper, { locale, at });
    if (process.env.VILLE_MONDE_PDF_OUT) {
      const { writeFileSync } = await import("node:fs");
      writeFileSync(`${process.env.VILLE_MONDE_PDF_OUT}/${name}-${locale}.pdf`, pdf);
    }
    const raw = textOf(pdf);
    expect(raw).toContain("/StructTreeRoot");
    expect(raw).toMatch(/\/MarkInfo\s*<<\s*\/Marked true/);
    expect(raw).toMatch(new RegExp(`/Lang\\s*\\(${locale}\\)`));
    expect(raw).toContain("<pdfuaid:part>1</pdfuaid:part>");
    expect(raw).toMatch(/\/DisplayDocTitle true/);
    expect(raw).toMatch(/\/S\s*\/H1\b/);
    expect(Buffer.compare(pdf, await documentPdf(document, paper, { locale, at }))).toBe(0);
  });
});

describe("the words of documents", () => {
  const t = translator("fr");
  it("of a convention ring-fence humanitarian action, and number their articles without gaps", () => {
    const blocks = convention(conventionData, t).blocks;
    expect(texts(blocks)).toContain("affectée exclusivement");
    const without = convention({ ...conventionData, humanitarian: false, engagement: false }, t).blocks;
    expect(texts(without)).not.toContain("affectée exclusivement");
    const numbers = without.flatMap((block) =>
      block.type === "heading" ? [...block.text.matchAll(/^Article (\d+)\./g)].map((match) => Number(match[1])) : [],
    );
    expect(numbers).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
  });
  it("of a deliberation total what each source bears", () => {
    const text = texts(deliberation(deliberationData, t).blocks).replace(/[\u00a0\u202f]/g, " ");
    expect(text).toContain("204 000,00 €");
    expect(text).toContain("1 % eau : 108 000,00 €");
    expect(text).toContain("aux 17 organismes");
  });
  it("of a receipt show the instant with weekday, zone and offset", () => {
    expect(texts(receipt(receiptData, t).blocks)).toContain("vendredi 18 décembre 2026 à 11:59:58");
    expect(texts(receipt({ ...receiptData, engagement: null, files: [] }, t).blocks)).toContain("Néant");
  });
});
