import { SMTPServer } from "smtp-server";

/** A mail server on loopback that counts what it takes, and can be away. */
export interface MailServer {
  url: string;
  /** How often each Message-ID came in. */
  taken: Map<string, number>;
  /** Away: nothing listens. Back: on the same port, with all that was taken. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  stop(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const taken = new Map<string, number>();
  let server: SMTPServer | undefined;
  let port = 0;
  const listen = () =>
    new Promise<void>((resolve, reject) => {
      server = new SMTPServer({
        authOptional: true,
        disabledCommands: ["STARTTLS", "AUTH"],
        onData(stream, _session, done) {
          let text = "";
          stream.on("data", (part: Buffer) => (text = (text + part.toString("latin1")).slice(0, 20_000)));
          stream.on("end", () => {
            const id = /^Message-ID:\s*(\S+)/im.exec(text)?.[1] ?? "none";
            taken.set(id, (taken.get(id) ?? 0) + 1);
            done();
          });
        },
      });
      server.on("error", () => {});
      server.server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        port = (server!.server.address() as { port: number }).port;
        resolve();
      });
    });
  const close = () => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  await listen();
  return { url: `smtp://127.0.0.1:${port}`, taken, goAway: close, comeBack: listen, stop: close };
}

/** Mails that came in more than once, by their excess. */
export const doubled = ({ taken }: MailServer): number => [...taken.values()].reduce((sum, times) => sum + times - 1, 0);
