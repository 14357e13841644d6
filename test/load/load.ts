// `npm run load [-- NAME …] [--quick]`: what a bad day brings, on this machine: the last hour of a call, a front page, crawlers,
// connections that never end. Keeps its rows in docs/reliability.md; `--quick`: shorter, nothing kept. Exit 1 when
// something was not held: an answer failed, a file was lost, memory climbed on.
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { emptyLedger, settle } from "../faults/ledger.ts";
import { keepRows, machine, today } from "../faults/report.ts";
import { makeStand, type Node, type Sender, type Stand, signAllIn, startNode } from "../faults/stand.ts";
import { during, openFiles, passerBy, Times, timed, watchMemory } from "./measure.ts";

const args = process.argv.slice(2);
const quick = args.includes("--quick");
const names = args.filter((one) => !one.startsWith("--"));
const BODIES = quick ? 20 : 300;
const readings = ["/fr", "/fr/projets", "/fr/carte", "/fr/partenaires", "/fr/appels", "/en/figures"];

interface Held {
  said: string[];
  faults: string[];
}
interface Part {
  name: string;
  what: string;
  run(stand: Stand, node: Node): Promise<Held>;
}
const spread = (what: string, times: Times) =>
  `${what}: ${times.count.toLocaleString("en")} answers, p50 ${times.at(0.5)} ms, p99 ${times.at(0.99)} ms`;
const failures = (what: string, times: Times) => (times.failed > 0 ? [`${what}: ${times.failed} failed`] : []);

/** An hour of the last day of a call, twelve times as fast: people read, write, save, come back, and send at the end. */
const lastHour: Part = {
  name: "last-hour",
  what: `the last hour of a call in ${quick ? "20 s" : "5 min"}: ${BODIES} bodies read the call and their file, save each section again and again, and send`,
  async run(stand, node) {
    const seconds = quick ? 20 : 300;
    const [pages, saves, sends] = [new Times(), new Times(), new Times()];
    const ledger = emptyLedger();
    const start = performance.now();
    const post = (sender: Sender, body: Record<string, string>) => ({
      method: "POST",
      headers: { origin: node.base, "sec-fetch-site": "same-origin", cookie: sender.cookie, accept: "application/json" },
      body: new URLSearchParams(body),
    });
    const apply = async (sender: Sender, i: number) => {
      // The last fifth of the hour is when most send.
      const sendsAt = start + seconds * 1_000 * (1 - (0.2 * ((i * 7_919) % 1_000)) / 1_000);
      await sleep(((i * 104_729) % 1_000) * 5);
      const file = `${node.base}/espace/demandes/${sender.id}`;
      let title = 0;
      while (performance.now() < sendsAt) {
        await timed(pages, `${node.base}/fr/appels`);
        const form = await timed(pages, `${file}/projet`, { headers: { cookie: sender.cookie } });
        const version = /name="version"[^>]*value="(\d+)"/.exec((await form?.text()) ?? "")?.[1];
        for (let n = 0, held = version; held && n < 5 && performance.now() < sendsAt; n++) {
          const body = { version: held, title: `Titre ${++title}`, summary: "Un résumé.", startsOn: "", endsOn: "", do: "autosave" };
          const answer = await timed(saves, `${file}/projet`, post(sender, body));
          held = String(((await answer?.json().catch(() => undefined)) as { version?: number } | undefined)?.version ?? "");
          await sleep(1_500);
        }
      }
      const sent = await timed(sends, `${file}/envoi`, post(sender, {}), (status) => status === 303 || status === 422);
      if (sent?.status === 303) ledger.sent.add(sender.id);
    };
    await Promise.all(stand.senders.map(apply));
    const { lost, broken } = await settle(stand, ledger);
    return {
      said: [spread("pages", pages), spread("sections saved", saves), spread("files sent", sends)],
      faults: [...failures("pages", pages), ...failures("saves", saves), ...failures("sending", sends), ...lost, ...broken],
    };
  },
};

const frontPage: Part = {
  name: "front-page",
  what: `a front page names the site: ${quick ? 50 : 400} readers at a time, for ${quick ? 5 : 60} s, five pages each`,
  async run(_stand, node) {
    const times = new Times();
    const seconds = quick ? 5 : 60;
    await during(seconds, quick ? 50 : 400, (n) => timed(times, node.base + readings[n % readings.length]!).then(() => {}));
    return {
      said: [`${Math.round(times.count / seconds).toLocaleString("en")}/s`, spread("pages", times)],
      faults: failures("pages", times),
    };
  },
};

const crawlers: Part = {
  name: "crawlers",
  what: `twelve crawlers ask for addresses that nobody asked for, for ${quick ? 5 : 60} s, while people read and write`,
  async run(stand, node) {
    const crawled = new Times();
    const person = passerBy(node.base, ["/fr", "/fr/appels", "/fr/projets"]);
    const years = Array.from({ length: 20 }, (_, i) => 2005 + i);
    await during(quick ? 5 : 60, 12, async (n) => {
      const path = `/fr/projets?year=${years[n % years.length]}&q=${n.toString(36)}&sort=name&page=${1 + (n % 3)}`;
      // A crawler that asks too much is told so: that is no failure.
      await timed(
        crawled,
        node.base + path,
        { headers: { "user-agent": `crawler-${n % 12}` } },
        (status) => status < 400 || status === 429,
      );
    });
    await person.stop();
    const account = await settle(stand, emptyLedger());
    return {
      said: [spread("crawled", crawled), spread("people meanwhile", person.times)],
      faults: [...failures("crawled", crawled), ...failures("people", person.times), ...account.broken],
    };
  },
};

/** Opens connections, each doing `act` once open; those that the server ended are counted. */
async function hold(node: Node, wanted: number, act: (socket: Socket, n: number) => void): Promise<{ open(): number; end(): void }> {
  const port = Number(new URL(node.base).port);
  const sockets = new Set<Socket>();
  for (let n = 0; n < wanted; n++) {
    await new Promise<void>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        sockets.add(socket);
        act(socket, n);
        resolve();
      });
      socket.on("error", () => resolve());
      socket.on("close", () => sockets.delete(socket));
      socket.on("data", () => {});
    });
  }
  return {
    open: () => sockets.size,
    end() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

const slowloris: Part = {
  name: "slowloris",
  what: `${quick ? 100 : 1_000} connections that send a byte of a request every second and never end it, half of them in its head, half in its body`,
  async run(_stand, node) {
    const timers: NodeJS.Timeout[] = [];
    const person = passerBy(node.base, readings);
    const held = await hold(node, quick ? 100 : 1_000, (socket, n) => {
      socket.write(
        n % 2 === 0
          ? "GET /fr HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
          : `POST /espace/connexion HTTP/1.1\r\nHost: localhost\r\nOrigin: ${node.base}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n`,
      );
      timers.push(setInterval(() => (socket.destroyed ? undefined : socket.write("a")), 1_000));
    });
    const open = held.open();
    let seconds = 0;
    for (; seconds < (quick ? 10 : 150) && held.open() > 0; seconds++) await sleep(1_000);
    const left = held.open();
    for (const timer of timers) clearInterval(timer);
    held.end();
    await person.stop();
    return {
      said: [
        `${open} were open; ${left === 0 ? `the last was ended after ${seconds} s` : `${left} were still open after ${seconds} s`}`,
        spread("people meanwhile", person.times),
      ],
      faults: [...failures("people", person.times), ...(left > 0 && !quick ? [`${left} slow connections were never ended`] : [])],
    };
  },
};

const idle: Part = {
  name: "idle",
  what: `${quick ? 500 : 10_000} connections that say nothing`,
  async run(_stand, node) {
    const wanted = quick ? 500 : 10_000;
    if (openFiles() < wanted + 500) throw new Error(`this shell may open ${openFiles()} files: run “ulimit -n ${wanted * 2}” first`);
    const person = passerBy(node.base, readings);
    const held = await hold(node, wanted, () => {});
    const open = held.open();
    await sleep(quick ? 3_000 : 20_000);
    const still = held.open();
    await person.stop();
    held.end();
    return {
      said: [
        `${open.toLocaleString("en")} opened, ${still.toLocaleString("en")} still open at the end`,
        spread("people meanwhile", person.times),
      ],
      faults: [...failures("people", person.times), ...(open < wanted ? [`only ${open} connections could be opened`] : [])],
    };
  },
};

const parts = [lastHour, frontPage, crawlers, slowloris, idle];
const unknown = names.filter((name) => !parts.some((one) => one.name === name));
if (unknown.length > 0) {
  console.error(`There is no load “${unknown.join(", ")}”: ${parts.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}
const stand = await makeStand(BODIES);
const node = await startNode(stand);
const rows: string[][] = [];
let broken = 0;
try {
  await signAllIn(stand, node.base);
  for (const path of readings) await fetch(node.base + path).then((page) => page.arrayBuffer());
  for (const part of parts.filter(({ name }) => names.length === 0 || names.includes(name))) {
    console.log(`${part.name}: ${part.what} …`);
    const watched = watchMemory(node.pid()!);
    const { said, faults } = await part.run(stand, node).catch((error: Error): Held => ({ said: [], faults: [error.message] }));
    const memory = await watched.end();
    if (!memory.flat) faults.push("memory climbed on");
    if (node.starts() > 1) faults.push("the program ended");
    if (faults.length > 0) broken++;
    const held = faults.length === 0 ? "yes" : `**no**: ${faults.slice(0, 5).join("; ")}`;
    rows.push([part.what, said.join("; "), `${memory.start} → ${memory.most} → ${memory.end}`, held, today()]);
    console.log(`  ${said.join("\n  ")}\n  memory ${memory.start} MB, at the most ${memory.most}, ${memory.end} at the end; held: ${held}`);
  }
} finally {
  await node.stop();
  await stand.stop();
}
const HEAD = ["| load | answers | memory MB: before → most → after | held | run |", "|---|---|---|---|---|"] as const;
if (!quick) keepRows("load", `On ${machine()}; the load and the program on the same machine.`, HEAD, rows);
console.log(`${rows.length - broken} of ${rows.length} held`);
process.exit(broken > 0 ? 1 : 0);
