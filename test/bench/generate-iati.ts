/** Countries, sectors and themes of the city programme that is generated. */
const countries = "SN ML BF MA TN LB MG HT BJ TG CM CI GN NE MR KH VN PS JO EG ET UA AM CO PE BO IN BD KE RW".split(" ");
const sectors = ["14030", "14031", "14032", "14050", "12220", "15170", "16061", "41010", "43030", "11220", "72010"];
const themes = [
  "Accès à l'eau potable",
  "Assainissement des quartiers",
  "Gestion des déchets ménagers",
  "Lutte contre le sida",
  "Égalité femmes-hommes",
  "Patrimoine et culture",
  "Aide d'urgence",
  "Adaptation climatique",
];
const CITY = "FR-SIRET-21750001600019";

/**
 * An IATI 2.03 file of `n` activities of a city, as it is written: the same bytes for the same `n`, on any machine, so
 * that what other programs do with the same file can be compared. Each activity has two countries, up to three sites,
 * two budgets, two to six transactions, a document and a result: some 4.5 kB.
 */
export function* generateIati(n: number): Generator<string> {
  let seed = 42;
  const random = () => (seed = (seed * 1664525 + 1013904223) >>> 0) / 2 ** 32;
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)]!;
  const times = (count: number, line: (k: number) => string) => Array.from({ length: count }, (_, k) => line(k)).join("");
  const narrative = (text: string) => `<narrative>${text}</narrative>`;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03" generated-datetime="2026-01-01T00:00:00Z">';
  for (let i = 1; i <= n; i++) {
    const year = 2014 + (i % 12);
    const [country, drawn] = [pick(countries), pick(countries)];
    const other = drawn === country ? "ZA" : drawn;
    const amount = 5000 + Math.floor(random() * 195000);
    const [theme, sector] = [pick(themes), pick(sectors)];
    const body = `ONG partenaire n°${1 + (i % 700)}`;
    const payments = 2 + Math.floor(random() * 5);
    const transactions = times(payments, (k) => {
      const type = k === 0 ? 2 : k % 3 === 0 ? 4 : 3;
      const value = k === 0 ? amount : Math.floor(amount / (payments - 1));
      return `<transaction ref="T${i}-${k}"><transaction-type code="${type}"/><transaction-date iso-date="${year + (k >> 1)}-0${1 + (k % 9)}-15"/><value currency="EUR" value-date="${year}-06-01">${value}</value><description>${narrative(`Versement ${k}`)}</description><provider-org ref="${CITY}">${narrative("Ville de Paris")}</provider-org><receiver-org>${narrative(body)}</receiver-org></transaction>`;
    });
    const locations = times(
      1 + Math.floor(random() * 3),
      (k) =>
        `<location ref="L${i}-${k}"><name>${narrative(`Site ${k + 1}`)}</name><point srsName="http://www.opengis.net/def/crs/EPSG/0/4326"><pos>${(random() * 60 - 20).toFixed(5)} ${(random() * 120 - 60).toFixed(5)}</pos></point><exactness code="1"/></location>`,
    );
    const text = `${theme} : subvention attribuée après avis du jury et délibération du Conseil de Paris. `.repeat(6);
    const half = Math.floor(amount / 2);
    const budget = (of: number, value: number) =>
      `<budget type="1" status="1"><period-start iso-date="${of}-01-01"/><period-end iso-date="${of}-12-31"/><value currency="EUR" value-date="${of}-01-01">${value}</value></budget>`;
    const reached = [Math.floor(random() * 5000), Math.floor(random() * 5000)];
    yield `\n<iati-activity default-currency="EUR" xml:lang="fr" last-updated-datetime="2026-01-01T00:00:00Z" humanitarian="${theme === "Aide d'urgence" ? 1 : 0}"><iati-identifier>${CITY}-${year}-DGRI-${String(i).padStart(6, "0")}</iati-identifier><reporting-org ref="${CITY}" type="15">${narrative("Ville de Paris")}</reporting-org><title><narrative xml:lang="fr">${theme} — ${body} (${country})</narrative><narrative xml:lang="en">City project ${i}</narrative></title><description type="1">${narrative(text)}</description><participating-org role="1" type="15" ref="${CITY}">${narrative("Ville de Paris")}</participating-org><participating-org role="4" type="22">${narrative(body)}</participating-org><activity-status code="${year < 2023 ? 4 : 2}"/><activity-date type="1" iso-date="${year}-01-15"/><activity-date type="3" iso-date="${year + 3}-01-15"/><contact-info type="1"><organisation>${narrative("DGRI")}</organisation></contact-info><recipient-country code="${country}" percentage="70"/><recipient-country code="${other}" percentage="30"/>${locations}<sector vocabulary="1" code="${sector}" percentage="100"/><policy-marker vocabulary="1" code="1" significance="1"/><collaboration-type code="1"/><default-flow-type code="10"/><default-finance-type code="110"/><default-aid-type code="C01"/><default-tied-status code="5"/>${budget(year, half)}${budget(year + 1, amount - half)}${transactions}<document-link url="https://example.org/d/${i}.pdf" format="application/pdf"><title>${narrative("Délibération")}</title><category code="A09"/></document-link><result type="1" aggregation-status="false"><title>${narrative("Bénéficiaires")}</title><indicator measure="1"><title>${narrative("Personnes desservies")}</title><period><period-start iso-date="${year}-01-01"/><period-end iso-date="${year + 2}-12-31"/><target value="${reached[0]}"/><actual value="${reached[1]}"/></period></indicator></result></iati-activity>`;
  }
  yield "\n</iati-activities>";
}
