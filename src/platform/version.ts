import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./project-root.ts";

let known: string | undefined;

/** The version of the program, as its package says it. */
export const version = (): string => (known ??= JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")).version as string);
