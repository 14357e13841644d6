// Draws docs/rights.md from the table of rights; with --check, only says whether it is what the table says.
import { readFileSync, writeFileSync } from "node:fs";
import { holdersOf, movesOf, type Right, rightsTable, roles } from "../src/platform/accounts/rights.ts";
import { scopes } from "../src/platform/api-keys/rules.ts";
import { translator } from "../src/platform/i18n/messages.ts";
import { keyedOperations } from "../src/publishing/api/write/operations.ts";

const target = "docs/rights.md";
const t = translator("en");
const holds = (held: boolean) => (held ? "✓" : "");
const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

const sections = Object.entries(rightsTable).map(([group, rows]) => {
  const lines = (Object.keys(rows) as Right[]).map((right) => {
    const moves = movesOf(right).map((move) => `\`${move}\``);
    const words = `${t(`right.${right}`)}${moves.length > 0 ? `<br>${moves.join(" ")}` : ""}`;
    return row([`\`${right}\``, words, ...roles.map((role) => holds(holdersOf(right).includes(role)))]);
  });
  return `## ${t.dynamic(`rights.group.${group}`)}

${row(["right", "", ...roles.map((role) => t.dynamic(`role.${role}`))])}
${row(["---", "---", ...roles.map(() => ":-:")])}
${lines.join("\n")}
`;
});

const operations = keyedOperations.map(({ method, path, scope }) =>
  row([`\`${method.toUpperCase()} ${path}\``, `\`${scope}\``, scopes[scope]]),
);

const text = `# Who may do what

Made from the table of rights (\`src/platform/accounts/rights.ts\`) by \`node scripts/rights.ts\`: the same table answers in the
acts, guards the pages, and draws the menu, the buttons and the page \`/bureau/droits\`. Under a right stand the moves of
[the tables of states](states.md) that are made by it. What an applicant may do to a file comes from what they are to its body
(representative or contributor). Who has declared an interest in a file no longer sees it, whatever their role. The rows
of people at risk are held by the database too ([ADR 0047](adr/0047-rights-in-one-table-and-rows-that-ask-for-whom.md)).

${sections.join("\n")}
## Keys of the API

A key has scopes and no role: each operation is done with the role of its scope, and with no other right.

| operation | scope | as |
|---|---|---|
${operations.join("\n")}
`;

if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  console.error(`${target} is not what the table of rights says: run \`node scripts/rights.ts\`.`);
  process.exitCode = 1;
}
