import type { z } from "zod";

/** A parameter of an address: what the reader of queries takes and what the document describes. */
export interface Param {
  name: string;
  in: "query" | "path" | "header";
  /** Of one value once read from its text: a number, a boolean or a text. */
  schema: z.ZodType;
  /** How its text is read: several values repeat the name, a list parts them by commas. */
  form: "one" | "several" | "list";
  required?: boolean;
  /** Its description: the message "api.param.<words>". Its own name unless said. */
  words?: string;
  example?: string | number | boolean;
}

/** What an operation answers with one status. Without a schema: no body, or one that the media types say all about. */
export interface Answer {
  status: number;
  /** Its description: the message "api.answer.<words>". */
  words: string;
  schema?: z.ZodType;
  /** Media types; application/json unless said. */
  types?: readonly string[];
}

/**
 * One thing that the API does, described once: the document of the API and the page that explains it are made from the
 * list of these (operations.ts), and a test asks for every one.
 */
export interface Operation {
  /** Unique, camelCase: "listProjects". Its summary is the message "api.op.<words>" and its text "api.op.<words>.text". */
  id: string;
  words: string;
  /** Arguments of its summary and text, messages too: {kind: "kind.project.many"}. */
  values?: Record<string, string>;
  method: "get" | "post" | "put" | "patch" | "delete";
  /** With {name} where a parameter of the path stands. */
  path: string;
  /** The group it is shown in: the message "api.tag.<tag>". */
  tag: string;
  params: readonly Param[];
  body?: { schema: z.ZodType; type?: string; example?: unknown };
  answers: readonly Answer[];
  /** The rights that a key must have, any of them; absent: no key is asked for. */
  scopes?: readonly string[];
  /** The problems that it may answer with, beyond those that every operation may (problem.ts). */
  problems?: readonly string[];
  /** An address to try, after the public one: "/api/v1/projects?limit=2". */
  example?: string;
}
