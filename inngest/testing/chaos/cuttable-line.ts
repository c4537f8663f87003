import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A line to a server, over which everything goes unchanged until somebody cuts it. */
export interface CuttableLine {
  /** The address of the server, by way of this line. */
  readonly url: string;
  /** Breaks every connection that there is; new ones are taken as before. Answers how many there were. */
  cut(): number;
  close(): Promise<void>;
}

/** Lays a line to the server of an address such as `postgresql://name@host:port/database`. */
export async function layLine(target: string): Promise<CuttableLine> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ host: hostname, port: Number(port) });
    join(near, far, sockets);
    join(far, near, sockets);
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: "127.0.0.1" }, resolve));
  const own = server.address() as AddressInfo;
  const cut = () => {
    const count = sockets.size / 2;
    for (const socket of sockets) socket.resetAndDestroy();
    return count;
  };
  return {
    url: Object.assign(new URL(target), { hostname: own.address, port: String(own.port) }).toString(),
    cut,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      await closed;
    },
  };
}

function join(from: Socket, to: Socket, sockets: Set<Socket>): void {
  sockets.add(from);
  from.setNoDelay(true);
  from.pipe(to);
  // What breaks one end breaks the other.
  from.on("error", () => to.resetAndDestroy());
  from.on("close", () => {
    sockets.delete(from);
    to.destroy();
  });
}
