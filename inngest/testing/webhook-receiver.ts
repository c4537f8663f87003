import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { isFromSender } from "#server/services/triggers/hooks/verify-sender.ts";

/** A message as a receiver had it. */
export interface ReceivedMessage {
  readonly id: string;
  readonly headers: Headers;
  /** As it came: the signature is of these bytes. */
  readonly text: string;
}

/** One address of the receiver. */
export interface ReceiverPlace {
  readonly url: string;
  readonly received: ReceivedMessage[];
  /** With what it answers next; null: it does not answer at all. Then with 204. */
  readonly answers: ({ readonly status: number; readonly headers?: object } | null)[];
}

/** Somebody else's server that takes webhooks, at any number of addresses, and answers as the test says. */
export class WebhookReceiver {
  readonly #places: ReceiverPlace[] = [];
  readonly #server = createServer({ keepAliveTimeout: 0 }, async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const place = this.#places[Number(request.url?.slice(1))];
    const headers = new Headers(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    place?.received.push({ id: headers.get("webhook-id") ?? "", headers, text });
    const answer = place?.answers.shift();
    if (answer === null) return;
    response.writeHead(answer?.status ?? 204, { ...answer?.headers }).end();
  });

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen({ port: 0, host: "127.0.0.1" }, resolve));
    return receiver;
  }

  /** An address of its own. */
  place(): ReceiverPlace {
    const { port } = this.#server.address() as AddressInfo;
    const place = { url: `http://127.0.0.1:${port}/${this.#places.length}`, received: [], answers: [] };
    this.#places.push(place);
    return place;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

/** Whether the secret fits, as any receiver of Standard Webhooks finds out. */
export function isSignedWith(secret: string, { headers, text }: ReceivedMessage): boolean {
  return isFromSender("standard", [secret], { headers, body: Buffer.from(text), nowMs: Date.now() });
}
