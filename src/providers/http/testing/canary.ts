import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll } from "vitest";
import { okRanges } from "#core/http/http-status.ts";
import type { HttpRequest, HttpResponse } from "#engine/ports.ts";
import { createGuardedHttp, type GuardedHttpOptions } from "../guarded-http.ts";

/** Opens what the guard keeps closed, so that the canary on this machine can be reached. */
export const open: GuardedHttpOptions = { allowPrivateAddresses: true };

/** A server on this machine that remembers who called it. */
export interface CanaryServer {
  readonly seen: IncomingMessage[];
  /** Set by a test; answers "ok" until then. */
  reply: RequestListener;
  readonly port: number;
  readonly url: string;
}

export function setUpCanary(): CanaryServer {
  const seen: IncomingMessage[] = [];
  const sayOk: RequestListener = (_request, response) => response.end("ok");
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    seen.push(request);
    canary.reply(request, response);
  });
  const canary: CanaryServer = {
    seen,
    reply: sayOk,
    get port() {
      return (server.address() as AddressInfo).port;
    },
    get url() {
      return `http://127.0.0.1:${canary.port}`;
    },
  };
  beforeAll(async () => {
    const listening = Promise.withResolvers<void>();
    server.listen(0, "127.0.0.1", listening.resolve);
    await listening.promise;
  });
  afterEach(() => {
    seen.length = 0;
    canary.reply = sayOk;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return canary;
}

export function bodyText({ body }: HttpResponse): string {
  return Buffer.from(body).toString();
}

/** One guarded request with defaults for everything but its address; any port. */
export function send(url: string, change: Partial<HttpRequest> = {}, options: GuardedHttpOptions = {}) {
  const request = {
    method: "GET",
    url,
    headers: {},
    body: null,
    // Only a test of the time-out may meet one, however slow its machine is.
    timeoutMs: 60_000,
    maxResponseBytes: 10_000,
    holdsSecrets: false,
    okStatuses: okRanges([]),
  };
  const { signal } = new AbortController();
  return createGuardedHttp({ allowedPorts: "any", ...options }).send({ ...request, ...change }, { signal });
}
