import type { ResidencyKind } from "../residency/rules.ts";
import type { ResidencyMove } from "../residency/states.ts";

/** People who do not exist, from countries that are not named. Years count back from the one in which the demonstration is loaded. */
export interface FictionalFile {
  person: Record<string, unknown>;
  residency: {
    kind: ResidencyKind;
    host: string;
    support: Record<string, unknown>[];
    moves: [ResidencyMove, yearsAgo: number, day: string][];
  };
  testimony?: { fr: string; en: string };
}

export const files: FictionalFile[] = [
  {
    person: {
      kind: "writer",
      name: "Personne Fictive Une",
      work: "Poésie (exemple fictif).",
      persecution: "Faits inventés pour la démonstration.",
      languages: "français",
    },
    residency: {
      kind: "icorn",
      host: "Maison fictive des écritures",
      support: [
        { type: "living", amountCents: 1_800_000 },
        { type: "housing", note: "Logement fictif" },
      ],
      moves: [
        ["screen", 3, "01-15"],
        ["invite", 3, "03-02"],
        ["arrive", 3, "09-01"],
        ["end", 1, "08-31"],
      ],
    },
    testimony: {
      fr: "On m’avait dit : une ville, ce sont des murs. J’ai trouvé une table, une lampe, et quelqu’un qui demandait si la page avançait.\n\nPendant deux ans je n’ai pas eu à choisir entre écrire et dormir. C’est peu de chose à raconter. C’est tout ce qu’il fallait.",
      en: "I had been told that a city is walls. I found a table, a lamp, and somebody who asked how the page was coming along.\n\nFor two years I did not have to choose between writing and sleeping. It is little to tell. It was all that was needed.",
    },
  },
  {
    person: {
      kind: "journalist",
      name: "Personne Fictive Deux",
      work: "Photographie de presse (exemple fictif).",
      persecution: "Faits inventés pour la démonstration.",
    },
    residency: {
      kind: "journalist",
      host: "Rédaction fictive",
      support: [{ type: "work", note: "Bureau et matériel fictifs" }],
      moves: [
        ["screen", 1, "02-10"],
        ["invite", 1, "04-20"],
        ["arrive", 1, "06-15"],
      ],
    },
    testimony: {
      fr: "J’ai photographié des portes fermées pendant dix ans. Ici, la première image que j’ai faite est celle d’une porte ouverte, un matin de marché. Je ne l’ai montrée à personne : je voulais d’abord m’y habituer.",
      en: "For ten years I photographed closed doors. Here, the first picture I took was of an open one, on a market morning. I showed it to nobody: I wanted to get used to it first.",
    },
  },
  {
    person: { kind: "defender", name: "Personne Fictive Trois", persecution: "Faits inventés pour la démonstration." },
    residency: { kind: "defender", host: "", support: [], moves: [["screen", 0, "01-12"]] },
  },
];
