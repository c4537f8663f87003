import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Json } from "#core/json/json.ts";
import type { ModelEvent, ModelRequest } from "#engine/ports.ts";

/** A server that answers exactly what a test says, for cases that the sandbox does not have. */
export interface ScriptedVendor {
  readonly url: string;
  readonly requests: readonly {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly path: string;
  }[];
  close(): Promise<void>;
}

export async function scriptVendor(
  reply: (response: ServerResponse, path: string) => void | Promise<void>,
): Promise<ScriptedVendor> {
  const requests: { headers: Record<string, string>; body: string; path: string }[] = [];
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    void (async () => {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      requests.push({ headers: headersAsSent(request), body, path: request.url ?? "" });
      await reply(response, request.url ?? "");
    })();
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}

/** Not `request.headers`: an earlier test of the web's HTTP handling in this process may add to those. */
function headersAsSent(request: IncomingMessage): Record<string, string> {
  const distinct = Object.entries(request.headersDistinct);
  return Object.fromEntries(distinct.map(([name, values]) => [name, values?.join(", ") ?? ""]));
}

/** Sends a stream of events, then closes it. */
export function sendEvents(
  response: ServerResponse,
  events: readonly { readonly [key: string]: Json }[],
): void {
  response.writeHead(200, { "content-type": "text/event-stream", "request-id": "req_scripted" });
  response.end(
    events.map((event) => `event: ${String(event.type)}\ndata: ${JSON.stringify(event)}\n\n`).join(""),
  );
}

export const sampleRequest: ModelRequest = {
  model: "claude-haiku-5-5",
  system: "Be brief.",
  messages: [{ role: "user", text: "Say hello." }],
  maxTokens: 500,
  endUserId: "node-run-1",
};

export interface Collected {
  readonly events: readonly ModelEvent[];
  readonly text: string;
  readonly error: unknown;
}

/** Reads a stream to its end, even if it throws. */
export async function collect(stream: AsyncIterable<ModelEvent>): Promise<Collected> {
  const events: ModelEvent[] = [];
  let error: unknown = null;
  try {
    for await (const event of stream) events.push(event);
  } catch (thrown) {
    error = thrown;
  }
  return { events, text: events.map((event) => (event.type === "text" ? event.text : "")).join(""), error };
}

/** The last usage that a stream reported. */
export function lastUsage(events: readonly ModelEvent[]) {
  const last = events.findLast((event) => event.type === "usage");
  return last?.type === "usage" ? last.usage : null;
}
