import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A wire between the program and its database that can be slow, cut, or dead without a word. */
export interface Wire {
  url: string;
  /** Milliseconds that each packet waits, each way. */
  delay(ms: number): void;
  /** Ends every connection at once; new ones are taken. */
  cut(): void;
  /** Lets nothing through, and says nothing: what a pulled cable does. New connections hang too. */
  hold(held: boolean): void;
  stop(): Promise<void>;
}

export async function startWire(databaseUrl: string): Promise<Wire> {
  const to = new URL(databaseUrl);
  const pairs = new Set<[Socket, Socket]>();
  let [ms, held] = [0, false];
  const waiting: (() => void)[] = [];
  const carry = (from: Socket, into: Socket) => {
    from.on("data", (part) => {
      const pass = () => (into.destroyed ? undefined : void into.write(part));
      const go = () => (ms > 0 ? setTimeout(pass, ms) : pass());
      if (held) waiting.push(go);
      else go();
    });
    const end = () => setTimeout(() => into.destroy(), ms);
    from.on("close", end);
    from.on("error", end);
  };
  const server = createServer((near) => {
    const far = connect(Number(to.port), to.hostname);
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    near.once("close", () => pairs.delete(pair));
    carry(near, far);
    carry(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  const cut = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
    waiting.length = 0;
  };
  return {
    url: url.href,
    delay: (wanted) => {
      ms = wanted;
    },
    cut,
    hold(wanted) {
      held = wanted;
      if (!held) for (const go of waiting.splice(0)) go();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
