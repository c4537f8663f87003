import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGuardedFetch } from "./guarded-fetch.ts";
import { bodyText, open, send, setUpCanary } from "./testing/canary.ts";

const canary = setUpCanary();
const said = "The tide turns. ".repeat(50);
const plain = Buffer.from(said);
const uncaught: unknown[] = [];
const remember = (error: unknown) => void uncaught.push(error);

beforeAll(() => {
  process.on("unhandledRejection", remember);
  process.on("uncaughtException", remember);
});
afterAll(async () => {
  // An unhandled rejection is reported in a later turn of the event loop.
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  process.off("unhandledRejection", remember);
  process.off("uncaughtException", remember);
  expect(uncaught).toEqual([]);
});

function answer(coding: string, body: Uint8Array, status = 200) {
  canary.reply = (_request, response) => {
    response.writeHead(status, { "content-encoding": coding }).end(body);
  };
}

const coded: readonly (readonly [coding: string, body: Uint8Array])[] = [
  ["gzip", gzipSync(plain)],
  ["GZIP", gzipSync(plain)],
  ["x-gzip", gzipSync(plain)],
  ["deflate", deflateSync(plain)],
  ["deflate", deflateRawSync(plain)],
  ["br", brotliCompressSync(plain)],
  ["zstd", zstdCompressSync(plain)],
  ["gzip, br", brotliCompressSync(gzipSync(plain))],
  ["identity, gzip", gzipSync(plain)],
  ["aws-chunked,gzip", gzipSync(plain)],
  ["identity", plain],
  ["Identity", plain],
  ["utf-8", plain],
  ["none", plain],
  ["", plain],
  ["aws-chunked", plain],
];
const names = ["gzip", "x-gzip", "deflate", "br", "zstd"];

describe("a body with a Content-Encoding", () => {
  it.each(coded)("%j is read", async (coding, body) => {
    answer(coding, body);
    expect(bodyText(await send(canary.url, {}, open))).toBe(said);
  });

  it.each(coded.flatMap(([coding, body]) => [404, 503].map((status) => [coding, status, body] as const)))(
    "%j with status %i is reported by its status, with its body",
    async (coding, status, body) => {
      answer(coding, body, status);
      const answered = await send(canary.url, {}, open);
      expect(answered).toMatchObject({ status, isBodyCut: false });
      expect(bodyText(answered)).toBe(said);
    },
  );

  it.each(coded.flatMap(([coding]) => [204, 304].map((status) => [coding, status] as const)))(
    "%j and status %i has none",
    async (coding, status) => {
      answer(coding, Buffer.alloc(0), status);
      expect(await send(canary.url, {}, open)).toMatchObject({ status, body: Buffer.alloc(0) });
      answer(coding, Buffer.alloc(0));
      expect(await send(canary.url, { method: "HEAD" }, open)).toMatchObject({ status: 200 });
    },
  );

  it.each(names)("%s with broken bytes is a clean error, or reported by its status", async (coding) => {
    for (const body of [plain, gzipSync(plain).subarray(0, 30)]) {
      answer(coding, body);
      const failed = send(canary.url, {}, open);
      await expect(failed).rejects.toMatchObject({ code: "HTTP_FAILED", retryable: false });
      answer(coding, body, 503);
      expect(await send(canary.url, {}, open)).toMatchObject({ status: 503, isBodyCut: true });
    }
  });

  it.each(names)("%s that grows beyond the limit ends there", async (coding) => {
    const compress =
      { br: brotliCompressSync, zstd: zstdCompressSync, deflate: deflateSync }[coding] ?? gzipSync;
    answer(coding, compress(Buffer.alloc(40_000_000)));
    const failed = send(canary.url, { maxResponseBytes: 1_000_000 }, open);
    await expect(failed).rejects.toMatchObject({ message: expect.stringContaining("1000000 bytes") });
  });

  it("that is compressed many times over is refused", async () => {
    const body = [1, 2, 3, 4, 5].reduce<Uint8Array>((bytes) => gzipSync(bytes), plain);
    answer("gzip, gzip, gzip, gzip, gzip", body);
    await expect(send(canary.url, {}, open)).rejects.toMatchObject({ code: "HTTP_FAILED" });
  });

  it("limits decoded bytes, not received ones", async () => {
    const noise = Buffer.from(Array.from({ length: 9_990 }, (_, index) => (index * 7_919) % 251));
    answer("gzip", gzipSync(noise, { level: 0 }));
    expect((await send(canary.url, { maxResponseBytes: 9_990 }, open)).body.byteLength).toBe(9_990);
    await expect(send(canary.url, { maxResponseBytes: 9_989 }, open)).rejects.toMatchObject({
      code: "HTTP_FAILED",
    });
  });
});

describe("an answer that does not end", () => {
  it.each([...names, "utf-8"])(
    "ends with its caller's abort or its time-out, coded as %s",
    async (coding) => {
      canary.reply = (_request, response) => {
        response.writeHead(200, { "content-encoding": coding });
        response.write(gzipSync(plain).subarray(0, 20));
      };
      await expect(send(canary.url, { timeoutMs: 60 }, open)).rejects.toMatchObject({ code: "HTTP_FAILED" });
      canary.reply = (_request, response) => {
        response.writeHead(200, { "content-encoding": coding });
        response.write("x", () => response.destroy());
      };
      await expect(send(canary.url, {}, open)).rejects.toMatchObject({ code: "HTTP_FAILED" });
    },
  );
});

describe("a model's answer", () => {
  const guarded = createGuardedFetch({ allowPrivateAddresses: true });

  it.each(coded.filter(([coding]) => !coding.includes(",") || coding === "gzip, br"))(
    "coded as %j is read",
    async (coding, body) => {
      answer(coding, body);
      expect(await (await guarded(canary.url)).text()).toBe(said);
    },
  );

  it.each(["application/json", "text/event-stream"])("that never ends is left, as %s", async (type) => {
    canary.reply = (_request, response) => {
      response.writeHead(200, { "content-type": type });
      const more = () => response.destroyed || response.write(Buffer.alloc(1_000_000), more);
      more();
    };
    const response = await guarded(canary.url);
    await expect(response.text()).rejects.toMatchObject({ code: "PROVIDER_PROTOCOL" });
    await expect.poll(() => canary.seen[0]?.socket.destroyed).toBe(true);
  });

  it.each(["gzip", "br", "zstd"])("that is a decompression bomb of %s is left", async (coding) => {
    const compress = { br: brotliCompressSync, zstd: zstdCompressSync }[coding] ?? gzipSync;
    answer(coding, compress(Buffer.alloc(40_000_000)));
    await expect((await guarded(canary.url)).text()).rejects.toMatchObject({ code: "PROVIDER_PROTOCOL" });
  });

  it("that nobody reads raises no unhandled error", async () => {
    canary.reply = (_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).write(gzipSync(plain).subarray(0, 20));
    };
    const controller = new AbortController();
    await guarded(canary.url, { signal: controller.signal });
    controller.abort();
    await expect.poll(() => canary.seen[0]?.socket.destroyed).toBe(true);
  });

  it.each(["gzip", "deflate", "br", "zstd"])("with broken %s fails when it is read", async (coding) => {
    answer(coding, plain);
    await expect((await guarded(canary.url)).text()).rejects.toThrow();
  });
});
