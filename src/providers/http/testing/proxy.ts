import { createServer, request as sendOn } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll } from "vitest";

/** A proxy on this machine that records its requests, and sends everything to one port of this machine. */
export interface TestProxy {
  readonly url: string;
  /** `GET http://name/path` or `CONNECT name:443`. */
  readonly asked: string[];
  readonly credentials: (string | undefined)[];
  /** Refuses with this status while it is set. */
  refuses: number | null;
}

export function setUpProxy(targetPort: () => number): TestProxy {
  const asked: string[] = [];
  const credentials: (string | undefined)[] = [];
  const note = (what: string, credential: string | undefined) => {
    asked.push(what);
    credentials.push(credential);
  };
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    note(`${request.method} ${request.url}`, request.headers["proxy-authorization"]);
    if (proxy.refuses !== null) return response.writeHead(proxy.refuses).end();
    const { pathname } = new URL(request.url ?? "");
    const options = { port: targetPort(), path: pathname, method: request.method, headers: request.headers };
    const onward = sendOn(options, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    return request.pipe(onward);
  });
  const open = new Set<Socket>();
  server.on("connect", (request, socket: Socket) => {
    note(`CONNECT ${request.url}`, request.headers["proxy-authorization"]);
    open.add(socket);
    socket.on("error", () => {});
    if (proxy.refuses !== null) return socket.end(`HTTP/1.1 ${proxy.refuses} No\r\n\r\n`);
    return open.add(openTunnel(targetPort(), socket));
  });
  const proxy: TestProxy = {
    asked,
    credentials,
    refuses: null,
    get url() {
      return `http://user:pass@127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
  };
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterEach(() => {
    asked.length = 0;
    credentials.length = 0;
    proxy.refuses = null;
  });
  afterAll(() => {
    for (const socket of open) socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  return proxy;
}

function openTunnel(port: number, socket: Socket): Socket {
  const onward = connect(port, "127.0.0.1", () => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    onward.pipe(socket).pipe(onward);
  });
  return onward.on("error", () => socket.destroy());
}
