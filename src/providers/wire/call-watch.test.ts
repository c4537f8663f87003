import { expect, it, onTestFinished } from "vitest";
import { CallWatch, withDefaultTimeouts } from "./call-watch.ts";
import { scriptVendor } from "./testing/scripted-vendor.ts";

/** Stops everything in this process, timers and sockets alike. */
const standStill = (ms: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** A call whose answer says one word, and another one when it may. */
async function callOf(limits: Parameters<typeof withDefaultTimeouts>[0]) {
  const mayGoOn = Promise.withResolvers<void>();
  const server = await scriptVendor(async (response) => {
    response.write("one");
    await mayGoOn.promise;
    response.end("two");
  });
  onTestFinished(() => server.close());
  const watch = new CallWatch(new AbortController().signal, withDefaultTimeouts(limits), "The vendor");
  onTestFinished(() => watch.close());
  const response = await watch.waitForHead(fetch(server.url, { signal: watch.signal }));
  const reader = response.body?.getReader() ?? expect.fail("there is no body");
  await reader.read();
  return { watch, read: async () => Buffer.from((await reader.read()).value ?? []).toString(), mayGoOn };
}

it.each([{ idleTimeoutMs: 50 }, { keepAliveTimeoutMs: 50 }])(
  "does not take its own standing still for the vendor's silence: %o",
  async (limits) => {
    const { watch, read, mayGoOn } = await callOf(limits);
    const next = watch.waitForEvent(read());
    standStill(100);
    mayGoOn.resolve();
    expect(await next).toBe("two");
  },
);

it("hears the sign of life that came while it stood still", async () => {
  const { watch, read, mayGoOn } = await callOf({ idleTimeoutMs: 50 });
  const event = Promise.withResolvers<string>();
  const next = watch.waitForEvent(event.promise);
  // Part of an event has arrived: a sign of life.
  const part = read().then(() => {
    watch.heard();
    setImmediate(() => event.resolve("whole"));
  });
  standStill(100);
  mayGoOn.resolve();
  await part;
  expect(await next).toBe("whole");
});
