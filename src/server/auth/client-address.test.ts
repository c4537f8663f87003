import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { clientAddress } from "./client-address.ts";
import { noteSocketAddresses, socketAddressHeader } from "./socket-address.ts";

const addressOf = (forwarded: string | null, proxies: number, socketAddress: string | null = "192.0.2.1") =>
  clientAddress(
    new Headers({
      ...(forwarded === null ? {} : { "x-forwarded-for": forwarded }),
      ...(socketAddress === null ? {} : { [socketAddressHeader()]: socketAddress }),
    }),
    proxies,
  );

describe("clientAddress", () => {
  it.each([
    ["203.0.113.9", 1, "203.0.113.9"],
    ["1.1.1.1, 203.0.113.9", 1, "203.0.113.9"],
    ["1.1.1.1, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"],
    [" 1.1.1.1 ,, 203.0.113.9 ", 1, "203.0.113.9"],
    ["203.0.113.9:4711", 1, "203.0.113.9"],
    ["::ffff:203.0.113.9", 1, "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", 1, "2001:db8:1:2::"],
    ["[2001:db8:1:2::7]:443", 1, "2001:db8:1:2::"],
    ["no address", 1, "unknown"],
    ["", 1, "192.0.2.1"],
    [null, 1, "192.0.2.1"],
  ])("takes from %j, behind %i proxies, %s", (forwarded, proxies, expected) => {
    expect(addressOf(forwarded, proxies)).toBe(expected);
  });

  it("ignores what a client wrote when there is no trusted proxy", () => {
    expect(addressOf("6.6.6.6", 0)).toBe("192.0.2.1");
    expect(addressOf("6.6.6.6, 7.7.7.7", 0)).toBe("192.0.2.1");
    expect(addressOf("6.6.6.6", 0, null)).toBe("unknown");
  });

  it("ignores entries before those of the trusted proxies", () => {
    expect(addressOf("6.6.6.6, 203.0.113.9", 1)).toBe(addressOf("7.7.7.7, 203.0.113.9", 1));
    // It bypassed the outer proxy, so its sender wrote the list.
    expect(addressOf("6.6.6.6", 2)).toBe("192.0.2.1");
  });
});

describe("noteSocketAddresses", () => {
  it("writes the socket's address on each request that a server of this process receives", async () => {
    noteSocketAddresses();
    const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
      const headers = new Headers(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      response.end(clientAddress(headers, 0));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      for (const forged of ["6.6.6.6", "7.7.7.7"]) {
        const answer = await fetch(`http://127.0.0.1:${port}/`, {
          headers: { "x-forwarded-for": forged, [socketAddressHeader()]: forged },
        });
        expect(await answer.text()).toBe("127.0.0.1");
      }
    } finally {
      server.close();
    }
  });
});
