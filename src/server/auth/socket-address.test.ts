import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { noteSocketAddresses, socketAddressHeader } from "./socket-address.ts";

/** A request as a server of this process sees it before it is handled. */
async function seenOf(method: string, headers: Record<string, string> = {}) {
  const server = createServer({ keepAliveTimeout: 0 }, (incoming, answer) => {
    answer.end(JSON.stringify([incoming.method, incoming.headers[socketAddressHeader()]]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise<unknown>((resolve, reject) => {
      request({ port, host: "127.0.0.1", method, headers, agent: false }, (answer) => {
        let body = "";
        answer.on("data", (chunk) => {
          body += String(chunk);
        });
        answer.on("end", () => resolve(JSON.parse(body)));
      })
        .on("error", reject)
        .end();
    });
  } finally {
    server.close();
  }
}

it("records each request's socket address, whatever the client sends in that header", async () => {
  noteSocketAddresses();
  noteSocketAddresses();
  expect(await seenOf("GET")).toEqual(["GET", "127.0.0.1"]);
  expect(await seenOf("POST", { [socketAddressHeader()]: "198.51.100.7" })).toEqual(["POST", "127.0.0.1"]);
});

it("rejects TRACE, which fetch's Request cannot represent", async () => {
  noteSocketAddresses();
  expect(await seenOf("TRACE")).toEqual(["PATCH", "127.0.0.1"]);
});
