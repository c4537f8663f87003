import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { createGuardedFetch } from "./guarded-fetch.ts";
import { setUpCanary } from "./testing/canary.ts";

const canary = setUpCanary();
const closed = createGuardedFetch({ allowPrivateAddresses: false });

describe("createGuardedFetch", () => {
  it.each(["http://127.0.0.1", "http://localhost", "http://[::ffff:7f00:1]", "http://169.254.169.254"])(
    "does not connect to %s",
    async (origin) => {
      await expect(closed(`${origin}:${canary.port}/v1/models`)).rejects.toMatchObject({
        code: "HTTP_BLOCKED",
      });
      expect(canary.seen).toHaveLength(0);
    },
  );

  it("does not connect to a public name that resolves to a private address", async () => {
    const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
    const rebinding = createGuardedFetch({ allowPrivateAddresses: false, resolve });
    const failed = rebinding(`http://models.example.com:${canary.port}/v1/models`);
    await expect(failed).rejects.toMatchObject({ cause: { code: "HTTP_BLOCKED" } });
    expect(canary.seen).toHaveLength(0);
  });

  it("follows no redirect, so that no credential leaves its host", async () => {
    canary.reply = (_request, response) => response.writeHead(307, { location: "http://example.com/" }).end();
    const open = createGuardedFetch({ allowPrivateAddresses: true });
    const response = await open(canary.url, { headers: { authorization: "Bearer x" } });
    expect(response.status).toBe(307);
    expect(canary.seen).toHaveLength(1);
  });

  it("lets no call wait for another to end, however many there are to one address", async () => {
    const waiting: ServerResponse[] = [];
    const allAreThere = Promise.withResolvers<void>();
    canary.reply = (_request, response) => {
      waiting.push(response);
      if (waiting.length === 100) allAreThere.resolve();
    };
    const open = createGuardedFetch({ allowPrivateAddresses: true });
    const calls = Array.from({ length: 100 }, () => open(canary.url));
    await allAreThere.promise;
    for (const response of waiting) response.end("ok");
    expect(await Promise.all(calls)).toHaveLength(100);
  });

  it("passes a body on piece by piece", async () => {
    canary.reply = (_request, response) => {
      response.write("first ");
      setTimeout(() => response.end("second"), 20);
    };
    const response = await createGuardedFetch({ allowPrivateAddresses: true })(canary.url);
    expect(await response.text()).toBe("first second");
  });
});
