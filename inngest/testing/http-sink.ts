import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A receiver of requests that notes under which idempotency key each came, and takes its time to answer: with 422 under
 * `/refuse`, with 503 under `/break`, never under `/hold`, with 200 otherwise.
 */
export interface HttpSink {
  readonly url: string;
  readonly requests: readonly { readonly path: string; readonly key: string; readonly atMs: number }[];
  close(): Promise<void>;
}

export async function startHttpSink(answersAfterMs: number): Promise<HttpSink> {
  const requests: { path: string; key: string; atMs: number }[] = [];
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const key = String(request.headers["idempotency-key"] ?? "");
    requests.push({ path: request.url ?? "", key, atMs: Date.now() });
    request.resume();
    if (request.url?.startsWith("/hold")) return;
    response.statusCode = statusFor(request.url ?? "");
    setTimeout(() => response.end("ok"), answersAfterMs);
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: "127.0.0.1" }, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function statusFor(path: string): number {
  if (path.startsWith("/refuse")) return 422;
  return path.startsWith("/break") ? 503 : 200;
}
