import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";

/** A mail as it came over the wire. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Lines of the head, unfolded. */
  readonly headers: readonly string[];
  readonly text: string;
}

/** What it says to the next mails, in turn: null takes one, a line refuses it. */
type Refusals = (string | null)[];

/** A server that speaks SMTP as far as a client without TLS needs it. */
export class MailReceiver {
  readonly received: ReceivedMail[] = [];
  readonly refusals: Refusals = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static start(): Promise<MailReceiver> {
    const server = createServer();
    const receiver = new MailReceiver(server);
    server.on("connection", (socket) => receiver.#talk(socket));
    return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(receiver)));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #talk(socket: Socket): void {
    let envelope = { from: "", to: [] as string[] };
    let content: string | null = null;
    let rest = "";
    const say = (line: string) => socket.write(`${line}\r\n`);
    const hear = (line: string) => {
      const [, verb = "", address = ""] = /^([A-Z]+)[^<]*(?:<(.*)>)?/i.exec(line) ?? [];
      switch (verb.toUpperCase()) {
        case "MAIL":
          envelope = { from: address, to: [] };
          return say("250 ok");
        case "RCPT":
          envelope.to.push(address);
          return say("250 ok");
        case "DATA":
          content = "";
          return say("354 go on");
        case "QUIT":
          say("221 bye");
          return socket.end();
        default:
          return say("250 ok");
      }
    };
    say("220 test");
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      rest += bytes.toString();
      for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (content === null) hear(line);
        else if (line !== ".") content += `${line.replace(/^\./, "")}\r\n`;
        else {
          const refusal = this.refusals.shift() ?? null;
          if (refusal === null) this.received.push({ ...envelope, ...read(content) });
          content = null;
          say(refusal ?? "250 taken");
        }
      }
    });
  }
}

function read(content: string) {
  const [head = "", ...body] = content.split("\r\n\r\n");
  const headers = head.replaceAll(/\r\n[ \t]+/g, " ").split("\r\n");
  const isEncoded = headers.some((line) => /^content-transfer-encoding: quoted-printable/i.test(line));
  const text = body.join("\r\n\r\n").replaceAll("\r\n", "\n");
  return { headers, text: isEncoded ? decode(text) : text };
}

function decode(text: string): string {
  const plain = text
    .replaceAll(/=\n/g, "")
    .replaceAll(/((?:=[0-9A-F]{2})+)/g, (found) => Buffer.from(found.replaceAll("=", ""), "hex").toString());
  return plain;
}
