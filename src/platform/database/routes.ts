import type { Connections, Primary } from "./primary.ts";
import type { Replica } from "./replica.ts";

/** For what is written and for what is read to be written: the primary; while it takes no writes, the copy, to be read. */
export function forAll(primary: Primary, pool: Connections, replica: Replica | undefined): Connections {
  if (!replica) return pool;
  return { connect: () => (!primary.writable && replica.alive ? replica.pool : pool).connect(), end: () => pool.end() };
}

/** For what is public: the copy, as long as it has all that was announced, and also when there is nothing else. */
export function forPublished(primary: Primary, pool: Connections, replica: Replica): Connections {
  const useCopy = () => replica.alive && (replica.level || !primary.writable);
  return { connect: () => (useCopy() ? replica.pool : pool).connect(), end: async () => {} };
}
