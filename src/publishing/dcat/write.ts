import { type Quad, Writer } from "n3";
import { nameOf, prefixes } from "./vocabulary.ts";

const XSD_STRING = `${prefixes.xsd}string`;
const RDF_TYPE = `${prefixes.rdf}type`;

export function turtle(quads: readonly Quad[]): string {
  const writer = new Writer({ prefixes });
  writer.addQuads([...quads]);
  let text = "";
  // What is written to memory is there at once.
  writer.end((_error, result: string) => {
    text = result;
  });
  return text;
}

/** The same graph as JSON-LD: its context stands in it, so that nothing has to be fetched to read it. */
export function jsonLd(quads: readonly Quad[]): string {
  const nodes = [...Map.groupBy(quads, ({ subject }) => subject.value)].map(([id, own]) => {
    const types = own.filter(({ predicate }) => predicate.value === RDF_TYPE).map(({ object }) => nameOf(object.value) ?? object.value);
    const rest = own.filter(({ predicate }) => predicate.value !== RDF_TYPE);
    const properties = [...Map.groupBy(rest, ({ predicate }) => nameOf(predicate.value) ?? predicate.value)].map(
      ([name, lines]) => [name, lines.map(({ object }) => jsonValue(object))] as const,
    );
    return { "@id": id, ...(types.length > 0 ? { "@type": types } : {}), ...Object.fromEntries(properties) };
  });
  return `${JSON.stringify({ "@context": prefixes, "@graph": nodes }, null, 1)}\n`;
}

function jsonValue(object: Quad["object"]) {
  if (object.termType !== "Literal") return { "@id": object.value };
  if (object.language) return { "@value": object.value, "@language": object.language };
  const type = object.datatype.value;
  return type === XSD_STRING ? { "@value": object.value } : { "@value": object.value, "@type": nameOf(type) ?? type };
}
