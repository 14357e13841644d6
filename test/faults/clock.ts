// Loaded before the program (`--import`): its clock runs ahead of or behind the true one, by what a file says, in milliseconds.
import { readFileSync } from "node:fs";

const file = process.env.VILLE_MONDE_CLOCK_FILE ?? "";
const True = Date;
let [offset, readAt] = [0, 0];
const shift = () => {
  const now = True.now();
  if (now - readAt > 50) {
    readAt = now;
    try {
      offset = Number(readFileSync(file, "utf8")) || 0;
    } catch {
      offset = 0;
    }
  }
  return offset;
};
globalThis.Date = new Proxy(True, {
  construct: (target, given, self) => Reflect.construct(target, given.length === 0 ? [target.now() + shift()] : given, self),
  apply: () => new True(True.now() + shift()).toString(),
  get: (target, name, self) => (name === "now" ? () => target.now() + shift() : Reflect.get(target, name, self)),
});
