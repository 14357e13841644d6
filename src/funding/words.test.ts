import { expect, it } from "vitest";
import { languages } from "../platform/i18n/languages.ts";
import { translator } from "../platform/i18n/messages.ts";
import { grantMoves, grantStates } from "./grant/states.ts";
import type { Moves } from "./states.ts";
import { subjects } from "./subjects.ts";

it.each(languages)("each state and each move has its words (%s)", (language) => {
  const t = translator(language);
  const wanted = [
    ...Object.entries(subjects as Record<string, Moves<string>>).flatMap(([subject, moves]) =>
      Object.entries(moves).flatMap(([state, open]) => [
        `state.${subject}.${state}`,
        ...Object.keys(open).map((move) => `move.${subject}.${move}`),
      ]),
    ),
    // What the public and the history of a grant say of them.
    ...grantStates.map((state) => `award.state.${state}`),
    ...Object.values(grantMoves).flatMap((open) =>
      Object.keys(open).flatMap((move) => [`grants.done.${move}`, ...(move === "sign" ? [] : [`act.grant.${move}`])]),
    ),
  ];
  expect(wanted.filter((key) => !t.has(key))).toEqual([]);
});
