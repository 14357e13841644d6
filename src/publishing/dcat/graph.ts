import { DataFactory, type Quad, type Quad_Object } from "n3";
import type { Localised } from "../../platform/localised.ts";
import { addressOf, type Name } from "./vocabulary.ts";

const { namedNode, literal, quad } = DataFactory;

/** An RDF graph in the making. Every node has an address: files of the same state are the same, byte for byte. */
export class Graph {
  #quads = new Map<string, Quad>();

  get quads(): Quad[] {
    return [...this.#quads.values()];
  }

  /** Says what a node is, once or several times. Gives its address. */
  node(address: string, ...classes: Name[]): string {
    for (const one of classes) this.#add(address, "rdf:type", namedNode(addressOf(one)));
    return address;
  }

  /** Names another node; each time that one is given. */
  link(subject: string, predicate: Name, ...objects: (string | undefined)[]): void {
    for (const object of objects) if (object !== undefined) this.#add(subject, predicate, namedNode(object));
  }

  /** A plain or typed value; nothing where there is none. */
  value(subject: string, predicate: Name, value: string | number | undefined, type?: Name): void {
    if (value !== undefined && value !== "")
      this.#add(subject, predicate, type ? literal(String(value), namedNode(addressOf(type))) : literal(String(value)));
  }

  instant(subject: string, predicate: Name, at: Date | null | undefined): void {
    if (at) this.value(subject, predicate, at.toISOString(), "xsd:dateTime");
  }

  /** A text in each language that it has. */
  text(subject: string, predicate: Name, text: Localised): void {
    for (const [language, words] of Object.entries(text))
      if (words) this.#add(subject, predicate, language === "und" ? literal(words) : literal(words, language));
  }

  #add(subject: string, predicate: Name, object: Quad_Object): void {
    const one = quad(namedNode(subject), namedNode(addressOf(predicate)), object);
    this.#quads.set(
      JSON.stringify([subject, predicate, object.termType, object.value, (object as any).language, (object as any).datatype?.value]),
      one,
    );
  }
}
