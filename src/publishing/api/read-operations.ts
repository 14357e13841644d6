import { z } from "zod";
import { listParams, rowParams } from "./ask.ts";
import { changesParams, changesSchema, vocabulariesSchema } from "./changes.ts";
import { mediaTypes } from "./formats.ts";
import { mapParams, mapSchema } from "./map/map.ts";
import { moneyParams, moneySchema } from "./money/money.ts";
import type { Answer, Operation, Param } from "./operation.ts";
import * as p from "./params.ts";
import { type Resource, resourceOf, resources } from "./resources.ts";
import { rowSchema } from "./row-schema.ts";
import * as s from "./schemas.ts";

const pascal = (name: string) => name.replace(/^./, (letter) => letter.toUpperCase());

/** A page of rows. */
export function listSchema(resource: Resource) {
  return z
    .object({
      data: z.array(rowSchema(resource)),
      count: z.int().optional(),
      countIsCapped: z.boolean().optional(),
      next: z.url().nullable(),
      updatedAt: s.instant,
    })
    .meta({ id: `${pascal(resource.table)}Page` });
}

const json = (words: string, schema: z.ZodType): Answer => ({ status: 200, words, schema });

function operationsOf(resource: Resource): Operation[] {
  const { name, table } = resource;
  const values = { kind: `kind.${table}`, kinds: `kind.${table}.many` };
  const id: Param = resource.id === "id" ? p.idInPath : { ...p.idInPath, name: "code", words: "code", schema: s.country };
  return [
    {
      id: `list${pascal(name)}`,
      words: "list",
      values,
      method: "get",
      path: `/api/v1/${name}`,
      tag: "register",
      params: listParams(resource),
      answers: [{ ...json("list", listSchema(resource)), types: Object.values(mediaTypes) }],
      example: `/api/v1/${name}?limit=2`,
    },
    {
      id: `get${pascal(table)}`,
      words: "row",
      values,
      method: "get",
      path: `/api/v1/${name}/{${id.name}}`,
      tag: "register",
      params: [id, ...rowParams(resource)],
      answers: [json("row", rowSchema(resource))],
      problems: ["not_found"],
    },
  ];
}

const terms = resourceOf("terms");
const vocabulary: Param = { name: "vocabulary", in: "path", form: "one", schema: z.string(), required: true, example: "theme" };

/** What anyone may read. */
export const readOperations: readonly Operation[] = [
  ...resources.filter(({ table }) => table !== "term").flatMap(operationsOf),
  {
    id: "listVocabularies",
    words: "vocabularies",
    method: "get",
    path: "/api/v1/vocabularies",
    tag: "lists",
    params: [],
    answers: [json("vocabularies", vocabulariesSchema)],
    example: "/api/v1/vocabularies",
  },
  {
    id: "listTerms",
    words: "terms",
    method: "get",
    path: "/api/v1/vocabularies/{vocabulary}",
    tag: "lists",
    params: [vocabulary, ...listParams(terms)],
    answers: [{ ...json("list", listSchema(terms)), types: Object.values(mediaTypes) }],
    problems: ["not_found"],
    example: "/api/v1/vocabularies/theme",
  },
  {
    id: "listChanges",
    words: "changes",
    method: "get",
    path: "/api/v1/changes",
    tag: "mirror",
    params: changesParams,
    answers: [json("changes", changesSchema)],
    example: "/api/v1/changes?limit=5",
  },
  {
    id: "sumMoney",
    words: "money",
    method: "get",
    path: "/api/v1/money",
    tag: "answers",
    params: moneyParams,
    answers: [json("money", moneySchema)],
    example: "/api/v1/money?by=country",
  },
  {
    id: "mapProjects",
    words: "map",
    method: "get",
    path: "/api/v1/map",
    tag: "answers",
    params: mapParams,
    answers: [json("map", mapSchema)],
    example: "/api/v1/map?zoom=2",
  },
];
