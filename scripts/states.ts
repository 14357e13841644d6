// Draws docs/states.md from the tables of states; with --check, only says whether it is what the tables say.
import { readFileSync, writeFileSync } from "node:fs";
import type { Move, Moves } from "../src/funding/states.ts";
import { subjects } from "../src/funding/subjects.ts";
import { translator } from "../src/platform/i18n/messages.ts";

const target = "docs/states.md";
const t = translator("en");
const named = (key: string, fallback: string) => (t.has(key) ? t.dynamic(key) : fallback.replaceAll("_", " "));

const sections = Object.entries(subjects as unknown as Record<string, Moves<string, never>>).map(([subject, table]) => {
  const rows: { from: string; name: string; move: Move<string, never> }[] = Object.entries(table).flatMap(([from, moves]) =>
    Object.entries(moves).map(([name, move]) => ({ from, name, move })),
  );
  const first = Object.keys(table)[0]!;
  const final = Object.entries(table).flatMap(([state, moves]) => (Object.keys(moves).length === 0 ? [state] : []));
  return `## ${subject[0]!.toUpperCase()}${subject.slice(1)}

\`\`\`mermaid
stateDiagram-v2
  [*] --> ${first}
${rows.map(({ from, name, move }) => `  ${from} --> ${move.to}: ${name}${move.when ? " ◇" : ""}`).join("\n")}
${final.map((state) => `  ${state} --> [*]`).join("\n")}
\`\`\`

| from | move | to | by | |
|---|---|---|---|---|
${rows
  .map(
    ({ from, name, move }) =>
      `| ${named(`state.${subject}.${from}`, from)} | ${named(`move.${subject}.${name}`, name)} | ${named(`state.${subject}.${move.to}`, move.to)} | ${move.by.join(", ")} | ${[move.when && "condition", move.reason && "reason"].filter(Boolean).join(", ")} |`,
  )
  .join("\n")}
`;
});

const text = `# States

Made from the tables of states (\`src/funding/*/states.ts\`) by \`node scripts/states.ts\`: the same tables draw the buttons of
the pages, decide what an act may do, and are held by the database (\`state_move\`), which refuses any other arrow. ◇: the
move has a condition, which the page shows beside the button while it does not hold.

${sections.join("\n")}`;

if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  console.error(`${target} is not what the tables of states say: run \`node scripts/states.ts\`.`);
  process.exitCode = 1;
}
