import { createServer, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson } from "#server/testing/people.ts";

const web = await createTestWeb();
let reply: RequestListener = (_request, response) => response.end();
const server = createServer({ keepAliveTimeout: 0 }, (request, response) => reply(request, response));

beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function writeForEver(response: ServerResponse) {
  const more = () => response.destroyed || response.write(Buffer.alloc(1_000_000, " "), more);
  more();
}

/** Packed once, because packing takes memory of this process, too. */
const bomb = gzipSync(Buffer.alloc(60_000_000));

const answers: readonly (readonly [string, RequestListener])[] = [
  [
    "an endless body",
    (_request, response) => writeForEver(response.writeHead(200, { "content-type": "application/json" })),
  ],
  ["an endless refusal", (_request, response) => writeForEver(response.writeHead(503))],
  ["a bomb", (_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb)],
  [
    "broken bytes",
    (_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("plain"),
  ],
  ["a cut", (_request, response) => response.writeHead(200).write("{", () => response.destroy())],
];

describe("a vendor at a key's own address that answers with", () => {
  it.each(answers)("%s gives no list of models and takes little memory", async (_what, answer) => {
    reply = answer;
    const client = clientOf(web, await createPerson(web));
    const { port } = server.address() as AddressInfo;
    const baseUrl = `http://127.0.0.1:${port}`;
    const { keyId } = await client.keys.create.mutate({
      provider: "anthropic",
      label: "k",
      secret: "sk-ant-x-1",
      baseUrl,
    });
    const before = process.memoryUsage().rss;
    const { models, gaps } = await client.models.list.query();
    expect(models.some(({ provider }) => provider === "sandbox")).toBe(true);
    expect(gaps[0]).toMatchObject({ provider: "anthropic", code: expect.stringMatching(/^PROVIDER_/) });
    const tested = await client.keys.test.mutate({ keyId }).catch((error: unknown) => error);
    expect(String(JSON.stringify(tested))).not.toContain("INTERNAL");
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });
});
