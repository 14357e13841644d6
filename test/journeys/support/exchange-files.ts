import { siretWith } from "./siret.ts";

const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });
export type GivenFile = ReturnType<typeof file>;
export const xml = (name: string, text: string): GivenFile => file(name, "application/xml", Buffer.from(text));

/** Characters that no other journey has, so that those that run at once never meet in the register. */
export const mark = () => Array.from({ length: 6 }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join("");

/**
 * Four activities of a partner: two that are whole (the first is co-funded by an organisation that looks like one of the
 * register), one of the title of a project of the city, and one that says the identifier of the first again.
 */
export function partnersFile(of: string): GivenFile {
  const reporter = `XX-TEST-${of}`;
  const activity = (id: string, title: string, country: string, more = "") => `
<iati-activity xml:lang="fr" default-currency="EUR" last-updated-datetime="2026-03-02T08:00:00Z">
<iati-identifier>${reporter}-${id}</iati-identifier>
<reporting-org ref="${reporter}" type="21"><narrative>Puits sans frontières ${of}</narrative></reporting-org>
<title><narrative>${title}</narrative></title>
<description type="1"><narrative>Des forages, et des personnes formées à leur entretien.</narrative></description>
<participating-org ref="${reporter}" type="21" role="4"><narrative>Puits sans frontières ${of}</narrative></participating-org>${more}
<activity-status code="2"/>
<activity-date iso-date="2025-01-06" type="2"/>
<activity-date iso-date="2027-12-31" type="3"/>
<recipient-country code="${country}"/>
<sector vocabulary="1" code="14031" percentage="100"/>
<budget type="1" status="2"><period-start iso-date="2025-01-01"/><period-end iso-date="2025-12-31"/><value currency="EUR" value-date="2025-01-01">91250</value></budget>
<transaction><transaction-type code="3"/><transaction-date iso-date="2025-04-01"/><value currency="EUR" value-date="2025-04-01">45000.50</value></transaction>
</iati-activity>`;
  const near = `<participating-org type="10" role="1"><narrative>Agence française de développement ${of.slice(0, 2)}</narrative></participating-org>`;
  return xml(
    `partenaire-${of}.xml`,
    `<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03" generated-datetime="2026-03-02T08:00:00Z">${activity("1", `Forages de Kolda ${of}`, "SN", near)}${activity(
      "2",
      `Latrines de Kita ${of}`,
      "ML",
    )}${activity("3", "[Démonstration] L’eau potable au quartier du Phare", "CV")}${activity("1", `Forages de Kolda ${of}, encore`, "SN")}
</iati-activities>`,
  );
}

/** What would read a file of the machine, were it let. */
export const hostileFile = xml(
  "piege.xml",
  `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE iati-activities [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<iati-activities version="2.03"><iati-activity><title><narrative>&secret;</narrative></title></iati-activity></iati-activities>`,
);

const header =
  "nomAttribuant;idAttribuant;dateConvention;referenceDecision;nomBeneficiaire;idBeneficiaire;objet;montant;nature;conditionsVersement;datesPeriodeVersement;pourcentageSubvention";

/**
 * What a spreadsheet of a département makes of its grants: Windows letters, spaces in numbers, days of another order, a
 * nature left out (asked about), and an amount that cannot be read (left outside).
 */
export function messyFile(of: string): { given: GivenFile; beneficiary: string } {
  const [giver, beneficiary] = ["22800001400016", `Théâtre de l’Écluse ${of}`];
  const number = siretWith("4");
  const row = (reference: string, purpose: string, amount: string, nature: string) =>
    `Département de la Somme;${giver};27/06/2025;${reference};${beneficiary};${number.replace(/^(...)(...)(...)/, "$1 $2 $3 ")};${purpose};${amount};${nature};unique;;1`;
  const lines = [
    header,
    row(`D-${of}-1`, "Résidences d’été", "12 500,00", "aide en numéraire"),
    row(`D-${of}-2`, "Création à l’école", "4 800,50", ""),
    row(`D-${of}-3`, "Tournée", "à préciser", "aide en numéraire"),
  ];
  return { given: file(`subventions-${of}.csv`, "text/csv", windows1252(lines.join("\r\n"))), beneficiary };
}

/** Latin letters are their own bytes; the apostrophe of typographers is one of the few that are not. */
const windows1252 = (text: string) => Buffer.from(text.replaceAll("’", "\u0092"), "latin1");
