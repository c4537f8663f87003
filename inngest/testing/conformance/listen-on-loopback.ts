import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface LocalServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a function of the web's own requests and responses on a free port of this machine. */
export async function listenOnLoopback(
  answer: (request: Request) => Promise<Response>,
): Promise<LocalServer> {
  const server = createServer({ keepAliveTimeout: 0 }, async (incoming, outgoing) => {
    const response = await answer(await toRequest(incoming)).catch(
      (error: unknown) => new Response(String(error), { status: 500 }),
    );
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(await response.text());
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: "127.0.0.1" }, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = "GET", url = "/", headers } = incoming;
  const told = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" ? [[name, value]] : [],
  );
  const body = method === "GET" || method === "HEAD" ? null : Buffer.concat(chunks);
  return new Request(new URL(url, `http://${headers.host ?? "localhost"}`), { method, headers: told, body });
}
