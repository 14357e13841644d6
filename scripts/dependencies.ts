import { z } from "zod";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** What is let pass. */
export const exceptionsSchema = z.strictObject({
  /** SPDX identifiers. */
  licences: z.array(z.string()),
  /** Packages that run something when they are installed. */
  scripts: z.array(z.strictObject({ package: z.string(), reason: z.string().min(10) })),
  /** Known faults that do no harm here. */
  faults: z.array(z.strictObject({ id: z.string(), package: z.string(), reason: z.string().min(10), until: day })),
});
export type Exceptions = z.infer<typeof exceptionsSchema>;

export const lockSchema = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      license: z.string().optional(),
      hasInstallScript: z.boolean().optional(),
      link: z.boolean().optional(),
    }),
  ),
});

export const auditSchema = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({ via: z.array(z.union([z.string(), z.object({ url: z.string(), title: z.string(), severity: z.string() }).loose()])) }),
  ),
});

/** "(MIT OR GPL-2.0) AND Zlib": one of what OR joins, all of what AND joins. */
export function isAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
  const bare = expression.trim();
  const parts = (joined: string): string[] => {
    const found: string[] = [];
    let [depth, start] = [0, 0];
    for (let i = 0; i < bare.length; i++) {
      if (bare[i] === "(") depth++;
      else if (bare[i] === ")") depth--;
      else if (depth === 0 && bare.startsWith(joined, i)) {
        found.push(bare.slice(start, i));
        start = i + joined.length;
      }
    }
    return [...found, bare.slice(start)];
  };
  const either = parts(" OR ");
  if (either.length > 1) return either.some((one) => isAllowed(one, allowed));
  const all = parts(" AND ");
  if (all.length > 1) return all.every((one) => isAllowed(one, allowed));
  return bare.startsWith("(") && bare.endsWith(")") ? isAllowed(bare.slice(1, -1), allowed) : allowed.has(bare);
}

const nameOf = (path: string) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

/** What is wrong with the packages that are locked, and with exceptions that nothing needs. */
export function judgeLock({ packages }: z.infer<typeof lockSchema>, exceptions: Exceptions): string[] {
  const problems: string[] = [];
  const licences = new Set(exceptions.licences);
  const scripts = exceptions.scripts.map((one) => one.package);
  const used = { licences: new Set<string>(), scripts: new Set<string>() };
  for (const [path, entry] of Object.entries(packages)) {
    if (path === "") continue;
    const name = nameOf(path);
    if (entry.link) problems.push(`${name} is a link to another folder`);
    if (!entry.integrity?.startsWith("sha512-")) problems.push(`${name} ${entry.version} is locked without a SHA-512`);
    // Left out, it is what the registry of npm gives under that name and version.
    if (entry.resolved && !entry.resolved.startsWith("https://registry.npmjs.org/")) problems.push(`${name} comes from ${entry.resolved}`);
    if (!entry.license || !isAllowed(entry.license, licences))
      problems.push(`${name} is under ${entry.license ?? "no licence that it names"}`);
    for (const licence of licences) if (entry.license?.includes(licence)) used.licences.add(licence);
    if (!entry.hasInstallScript) continue;
    const known = scripts.find((one) => one === name || (one.endsWith("/*") && name.startsWith(one.slice(0, -1))));
    if (known) used.scripts.add(known);
    else problems.push(`${name} runs something when it is installed: see what, then say so in scripts/dependencies.yaml`);
  }
  for (const licence of licences) if (!used.licences.has(licence)) problems.push(`scripts/dependencies.yaml: nothing is under ${licence}`);
  for (const name of scripts) if (!used.scripts.has(name)) problems.push(`scripts/dependencies.yaml: ${name} runs nothing`);
  return problems;
}

/** What is asked for otherwise than by a version of the registry: an address, a folder, any version at all. */
export const judgeRanges = (ranges: Record<string, string>): string[] =>
  Object.entries(ranges).flatMap(([name, range]) =>
    /^[\^~]?\d+\.\d+\.\d+[\w.-]*$/.test(range) ? [] : [`${name} is asked for as ${range}, not by a version of the registry`],
  );

/** Known faults that no exception covers on that day, and exceptions that have had theirs. */
export function judgeFaults({ vulnerabilities }: z.infer<typeof auditSchema>, exceptions: Exceptions, today: string): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const [name, { via }] of Object.entries(vulnerabilities))
    for (const fault of via) {
      if (typeof fault === "string") continue;
      const id = fault.url.split("/").at(-1)!;
      seen.add(`${id} ${name}`);
      const known = exceptions.faults.find((one) => one.id === id && one.package === name);
      if (!known) problems.push(`${name}: ${fault.title} (${fault.severity}, ${fault.url})`);
      else if (known.until < today) problems.push(`${name}: ${id} was put off until ${known.until}`);
    }
  for (const { id, package: name } of exceptions.faults)
    if (!seen.has(`${id} ${name}`)) problems.push(`scripts/dependencies.yaml: ${name} no longer has ${id}`);
  return problems;
}
