import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import type { WebProcess } from "#server/composition.ts";
import { costExportPath, handleCostExport } from "#server/trpc/handle-cost-export.ts";
import { downloadPath, handleDownload } from "#server/trpc/handle-download.ts";
import { handleHook, hookPath } from "#server/trpc/handle-hook.ts";
import { handleTrpcRequest } from "#server/trpc/handle-request.ts";
import { handleRunEvents, runEventsPath } from "#server/trpc/handle-run-events.ts";
import { handleUpload, uploadPath } from "#server/trpc/handle-upload.ts";

export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** Cuts every connection, as a kill would. */
  kill(): Promise<void>;
}

/** Serves the router over real sockets on this machine; `port` 0: any free port. */
export async function serveWeb(web: WebProcess, port = 0): Promise<TestServer> {
  const server = createServer(
    { keepAliveTimeout: 0 },
    (request, response) => void answer(web, request, response),
  );
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    kill: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(web: WebProcess, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { method = "GET", url = "/" } = incoming;
  const gone = new AbortController();
  outgoing.on("close", () => gone.abort());
  const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const body = method === "GET" ? {} : { body: Readable.toWeb(incoming), duplex: "half" };
  const init = { method, headers, signal: gone.signal, ...body } as RequestInit;
  const request = new Request(new URL(url, web.auth.publicOrigin), init);
  const response = await handlerOf(request)(web.tools, web.auth, request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.flushHeaders();
  if (response.body === null) outgoing.end();
  else
    await pipeline(Readable.fromWeb(response.body as ReadableStream), outgoing).catch(() =>
      outgoing.destroy(),
    );
}

function handlerOf(request: Request): typeof handleTrpcRequest {
  const { pathname } = new URL(request.url);
  if (hookPath.test(pathname)) return handleHook;
  if (pathname === costExportPath) return handleCostExport;
  if (pathname === uploadPath) return handleUpload;
  if (downloadPath.test(pathname)) return handleDownload;
  return runEventsPath.test(pathname) ? handleRunEvents : handleTrpcRequest;
}
