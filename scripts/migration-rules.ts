/** A statement of a migration that would hold up, or break, a site in use. */
export interface Hazard {
  statement: string;
  why: string;
}

const rules: { pattern: RegExp; why: string }[] = [
  {
    pattern:
      /^ALTER TABLE\b.*\bADD (COLUMN )?(?!CONSTRAINT)[^,]*\bDEFAULT\b[^,]*\b(random|gen_random_uuid|clock_timestamp|nextval|timeofday|statement_timestamp|txid_current|uuid_generate\w*)\s*\(/i,
    why: "a default that differs by row writes every row under a lock: add the column empty, fill it by parts, then set the default",
  },
  {
    pattern: /^ALTER TABLE\b.*\bADD (COLUMN )?(?!CONSTRAINT)[^,]*\bGENERATED ALWAYS AS\b(?! IDENTITY)/i,
    why: "a generated column writes every row under a lock",
  },
  {
    pattern: /^ALTER TABLE\b.*\bALTER (COLUMN )?\S+ (SET DATA )?TYPE\b/i,
    why: "another type writes every row under a lock: add a column beside it",
  },
  {
    pattern: /^ALTER TABLE\b.*\bALTER (COLUMN )?\S+ SET NOT NULL/i,
    why: "reads the whole table under a lock: add CHECK (… IS NOT NULL) NOT VALID, validate it in a later migration, then set it",
  },
  {
    pattern: /^ALTER TABLE\b.*\bADD (COLUMN )?(?!CONSTRAINT)\w+ [^,]*\bNOT NULL\b(?![^,]*\bDEFAULT\b)/i,
    why: "the version before inserts without this column: give it a default, or let it be empty for one version",
  },
  {
    pattern: /^ALTER TABLE\b.*\bADD (CONSTRAINT \S+ )?(CHECK|FOREIGN KEY)\b(?!.*\bNOT VALID\b)/i,
    why: "reads the whole table under a lock: add it NOT VALID, and VALIDATE CONSTRAINT in a later migration",
  },
  {
    pattern: /^ALTER TABLE\b.*\bADD (CONSTRAINT \S+ )?(UNIQUE|PRIMARY KEY|EXCLUDE)\b(?!.*\bUSING INDEX\b)/i,
    why: "builds an index under a lock: make it CONCURRENTLY before, then USING INDEX",
  },
  {
    pattern: /^CREATE (UNIQUE )?INDEX\b/i,
    why: "nothing can be written to the table while it is built: see the making of large indexes in docs/operation.md",
  },
  {
    pattern: /\bRENAME (COLUMN |CONSTRAINT |TO )/i,
    why: "the version before still asks by the old name: add the new beside it, and drop the old in a later version",
  },
  {
    pattern: /^ALTER TABLE\b.*\bDROP (COLUMN )?(?!CONSTRAINT|NOT NULL|DEFAULT|EXPRESSION|IDENTITY)/i,
    why: "the version before still asks for this column: drop it one version after the last that uses it",
  },
  {
    pattern: /^DROP (TABLE|VIEW|FUNCTION|TYPE|DOMAIN|SCHEMA)\b/i,
    why: "the version before may still use it: drop it one version after the last that does",
  },
  { pattern: /^(UPDATE|DELETE FROM)\b(?!.*\bWHERE\b)/i, why: "writes every row in one transaction: do it by parts, in a job" },
  { pattern: /^(VACUUM|CLUSTER|REINDEX|LOCK TABLE|TRUNCATE)\b/i, why: "holds the table as long as it takes" },
];

const tableOf = (statement: string): string | undefined =>
  /^(?:ALTER TABLE (?:IF EXISTS )?(?:ONLY )?|CREATE (?:UNIQUE )?INDEX .*?\bON (?:ONLY )?|UPDATE (?:ONLY )?|DELETE FROM (?:ONLY )?)([\w."]+)/i.exec(
    statement,
  )?.[1];

/** The statements of a file, each with the comments that stand before it. The bodies of functions stay in one piece. */
export function statementsOf(text: string): { statement: string; comments: string }[] {
  const parts = text.match(/\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|'(?:[^']|'')*'|;|[^;'$-]+|[$-]/g) ?? [];
  const found: { statement: string; comments: string }[] = [];
  let [statement, comments] = ["", ""];
  for (const part of [...parts, ";"]) {
    if (part.startsWith("--")) comments += `${part}\n`;
    else if (part !== ";") statement += part;
    else {
      if (statement.trim()) found.push({ statement: statement.replace(/\s+/g, " ").trim(), comments });
      [statement, comments] = ["", ""];
    }
  }
  return found;
}

/**
 * What in a migration would hold up those who use the site, or break the version before, which goes on while nodes are
 * replaced one by one. A statement on a table that the same migration makes is safe; so is one with a comment before it
 * that begins with "-- safe:" and says why.
 */
export function hazardsOf(text: string): Hazard[] {
  const statements = statementsOf(text);
  const made = new Set(
    statements.flatMap(
      ({ statement }) => /^CREATE (?:UNLOGGED |TEMP |TEMPORARY )?TABLE (?:IF NOT EXISTS )?([\w."]+)/i.exec(statement)?.[1] ?? [],
    ),
  );
  return statements.flatMap(({ statement, comments }) => {
    if (/^-- safe: \S/m.test(comments) || made.has(tableOf(statement) ?? "")) return [];
    const broken = rules.find(({ pattern }) => pattern.test(statement.replace(/'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$/g, "''")));
    return broken ? [{ statement: statement.slice(0, 120), why: broken.why }] : [];
  });
}
