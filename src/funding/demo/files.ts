import type { Edition } from "../../register/edition/rules.ts";
import { type Draft, emptyDraft } from "../application/content.ts";

/** A fictional body and what it asks for. Amounts in cents; days YYYY-MM-DD. */
export interface DemoFile {
  body: { key: string; name: string; rna: string; foundedOn: string };
  title: string;
  summary: string;
  startsOn: string;
  endsOn: string;
  place: { name: string; country: string; latitude: number; longitude: number };
  asked: Record<string, number>;
  people: number;
  /** A document that may follow, and does not come with it. */
  without?: string;
}

const mark = "[Démonstration] ";
// No prefecture gives numbers that begin with W00: no real association has one of these.
const body = (number: number, key: string, name: string, foundedOn: string): DemoFile["body"] => ({
  key,
  name: mark + name,
  rna: `W00${String(number).padStart(7, "0")}`,
  foundedOn,
});
const bodies = {
  rives: body(1, "rives", "Association des Rives", "2009-04-02"),
  puisatiers: body(2, "puisatiers", "Les Puisatiers de l’Estuaire", "2012-09-18"),
  fontaines: body(3, "fontaines", "Écoles et Fontaines", "2015-01-30"),
  claire: body(4, "source-claire", "Collectif Source Claire", "2019-06-11"),
  passeurs: body(5, "passeurs", "Passeurs d’eau", "2011-03-24"),
  seau: body(6, "seau", "Le Seau renversé", "2023-10-05"),
  delta: body(7, "delta", "Les Amis du Delta imaginaire", "2014-02-14"),
};
const place = (name: string, latitude: number, longitude: number) => ({ name: mark + name, country: "CV", latitude, longitude });
const phare = place("Quartier du Phare", 15.14, -23.57);

/** Those of the closed edition, in the order in which they are sent. */
export const closedFiles = {
  rives: {
    body: bodies.rives,
    title: `${mark}L’eau au quartier du Phare`,
    summary:
      "Un forage, un réservoir et six bornes-fontaines ; le service est tenu par la commune et les femmes du quartier. Projet fictif.",
    startsOn: "2025-06-15",
    endsOn: "2026-03-31",
    place: phare,
    asked: { water: 12_000_000 },
    people: 3_800,
  },
  puisatiers: {
    body: bodies.puisatiers,
    title: `${mark}Eau et latrines de l’Estuaire`,
    summary: "Deux réseaux d’eau de village et les latrines de quatre écoles, avec les comités d’usagers. Projet fictif.",
    startsOn: "2025-09-01",
    endsOn: "2027-06-30",
    place: place("Estuaire", 15.21, -23.66),
    asked: { water: 8_000_000, sanitation: 4_000_000 },
    people: 5_200,
  },
  fontaines: {
    body: bodies.fontaines,
    title: `${mark}Des fontaines dans neuf écoles`,
    summary: "Neuf écoles raccordées, des enseignantes et enseignants formés à l’entretien. Projet fictif.",
    startsOn: "2025-10-01",
    endsOn: "2026-12-31",
    place: place("Les Neuf-Écoles", 15.07, -23.61),
    asked: { water: 6_000_000 },
    people: 2_100,
  },
  claire: {
    body: bodies.claire,
    title: `${mark}Filtres pour la vallée Claire`,
    summary: "Des filtres distribués aux ménages, sans service derrière. Projet fictif.",
    startsOn: "2025-09-01",
    endsOn: "2026-08-31",
    place: place("Vallée Claire", 15.02, -23.5),
    asked: { water: 9_000_000 },
    people: 900,
  },
  passeurs: {
    body: bodies.passeurs,
    title: `${mark}Réseau d’eau de Haute-Rive`,
    summary: "L’extension d’un réseau d’eau à trois hameaux, avec la commune. Projet fictif.",
    startsOn: "2025-11-01",
    endsOn: "2027-04-30",
    place: place("Haute-Rive", 15.18, -23.7),
    asked: { water: 7_000_000 },
    people: 1_700,
  },
  seau: {
    body: bodies.seau,
    title: `${mark}Un château d’eau privé`,
    summary: "Un château d’eau vendu à une société, hors de tout service public. Projet fictif.",
    startsOn: "2025-09-01",
    endsOn: "2026-08-31",
    place: place("Domaine du Seau", 15.11, -23.48),
    asked: { water: 4_000_000 },
    people: 40,
  },
} satisfies Record<string, DemoFile>;

/** Those of the open edition, which wait at the desk. */
export const openFiles = {
  delta: {
    body: bodies.delta,
    title: `${mark}L’eau du Delta imaginaire`,
    summary: "Quatre villages raccordés à un forage solaire, un service géré par la commune. Projet fictif.",
    startsOn: "2028-06-15",
    endsOn: "2030-06-14",
    place: place("Delta imaginaire", 15.24, -23.58),
    asked: { water: 11_000_000 },
    people: 4_400,
  },
  passeurs: {
    body: bodies.passeurs,
    title: `${mark}Assainissement de Haute-Rive`,
    summary: "Des latrines et la collecte des boues dans trois hameaux, avec la commune. Projet fictif.",
    startsOn: "2028-07-01",
    endsOn: "2030-03-31",
    place: place("Haute-Rive", 15.18, -23.7),
    asked: { sanitation: 6_500_000 },
    people: 1_700,
    without: "accounts",
  },
} satisfies Record<string, DemoFile>;

const said: Record<string, string> = {
  authority: "Commune fictive de Port-aux-Écueils",
  need: "Le puits tarit quatre mois par an : on marche une heure pour l’eau. Le conseil du quartier a demandé ce projet.",
  operation: "La commune délègue le service à un comité élu ; le tarif paie l’entretien et une réserve pour les réparations.",
};

/** The whole content of a file, as its edition asks for it: balanced, the city’s share at most two fifths. */
export function contentOf(file: DemoFile, edition: Edition): Draft {
  const asked = Object.values(file.asked).reduce((sum, cents) => sum + cents, 0);
  const total = Math.round(asked * 2.5);
  const line = (code: string, label: string, cents: number) => ({ line: code, label, cents, inKind: false });
  const works = Math.round(total * 0.7);
  const staff = Math.round(total * 0.2);
  const answerOf = ({ code, type, label }: Edition["questions"][number]): string | string[] => {
    if (type === "yes_no") return "no";
    if (type === "choices")
      return edition.options
        .filter(({ question }) => question === code)
        .slice(0, 1)
        .map((one) => one.code);
    return said[code] ?? `${label.fr} Réponse fictive, écrite pour la démonstration.`;
  };
  return {
    ...emptyDraft(),
    title: file.title,
    summary: file.summary,
    startsOn: file.startsOn,
    endsOn: file.endsOn,
    places: [file.place],
    partners: [
      {
        name: `${mark}Commune de Port-aux-Écueils`,
        country: "CV",
        kind: "local_authority",
        role: "Maîtresse d’ouvrage et responsable du service",
      },
    ],
    answers: Object.fromEntries(edition.questions.map((question) => [question.code, answerOf(question)])),
    asked: file.asked,
    budget: {
      expenses: [
        line("e60", "Travaux et matériel", works),
        line("e64", "Équipe du projet", staff),
        line("e62", "Études et suivi", total - works - staff),
      ],
      resources: [
        {
          ...line("r74-private", "Fondation des Sources (fictive)", total - asked - Math.round(total * 0.1)),
          funder: "Fondation des Sources (fictive)",
          status: "requested",
        },
        { ...line("r75", "Dons et cotisations", Math.round(total * 0.1)), funder: "L’association", status: "confirmed" },
      ],
    },
    indicators: [
      { code: "water-users", label: "", unit: "", baseline: 0, target: file.people },
      { code: "trained", label: "", unit: "", baseline: 0, target: Math.ceil(file.people / 100) },
    ],
    declarations: Object.fromEntries(
      ["honour", ...edition.conditions.filter(({ rule }) => rule === "declared").map(({ code }) => code)].map((code) => [code, true]),
    ),
    engagement: { accepted: true, textVersion: "", at: "", by: "" },
  };
}
