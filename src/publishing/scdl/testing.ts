import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../platform/project-root.ts";
import { isSiret } from "../../register/organisation/identifiers.ts";

interface Field {
  name: string;
  type: "string" | "number" | "date" | "boolean";
  trueValues?: string[];
  falseValues?: string[];
  constraints?: {
    required?: boolean;
    pattern?: string;
    enum?: string[];
    minLength?: number;
    maxLength?: number;
    minimum?: number;
    maximum?: number;
  };
}
interface Schema {
  fields: Field[];
  custom_checks: { name: string; params: { column: string; column1: string; column2: string } }[];
}

/** The official Table Schema, as it is kept. */
export const scdlSchema: Schema = JSON.parse(readFileSync(join(projectRoot, "data/standards/scdl/subventions-2.1.1.schema.json"), "utf8"));

/**
 * For tests: what the official schema finds wrong in rows read from a CSV file, its own checks (SIRET, one of two
 * required) included. `header` in the order of the file. A message per fault; none when the file is valid.
 */
export function scdlFaults(header: readonly string[], rows: readonly Record<string, string>[]): string[] {
  const names = scdlSchema.fields.map(({ name }) => name);
  const faults = header.join() === names.join() ? [] : [`columns: ${header.join()}`];
  for (const [i, row] of rows.entries()) {
    const tell = (name: string, fault: string) => faults.push(`row ${i + 1} ${name}: ${fault} (${row[name]})`);
    for (const field of scdlSchema.fields) for (const fault of faultsOf(field, row[field.name] ?? "")) tell(field.name, fault);
    for (const { name, params } of scdlSchema.custom_checks) {
      if (name === "french-siret-value" && row[params.column] && !isSiret(row[params.column]!)) tell(params.column, "check digit");
      if (name === "one-of-required" && !row[params.column1] && !row[params.column2]) tell(params.column1, "one of two required");
    }
  }
  return faults;
}

function faultsOf({ type, trueValues, falseValues, constraints = {} }: Field, value: string): string[] {
  if (value === "") return constraints.required ? ["required"] : [];
  const number = Number(value);
  const well = {
    string: true,
    number: /^-?\d+(\.\d+)?$/.test(value),
    date: /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(value).toISOString().startsWith(value),
    boolean: [...(trueValues ?? ["true"]), ...(falseValues ?? ["false"])].includes(value),
  }[type];
  return [
    ...(well ? [] : [type]),
    ...(constraints.pattern && !new RegExp(constraints.pattern).test(value) ? ["pattern"] : []),
    ...(constraints.enum && !constraints.enum.includes(value) ? ["enum"] : []),
    ...(constraints.minLength !== undefined && value.length < constraints.minLength ? ["minLength"] : []),
    ...(constraints.maxLength !== undefined && value.length > constraints.maxLength ? ["maxLength"] : []),
    ...(constraints.minimum !== undefined && number < constraints.minimum ? ["minimum"] : []),
    ...(constraints.maximum !== undefined && number > constraints.maximum ? ["maximum"] : []),
  ];
}
