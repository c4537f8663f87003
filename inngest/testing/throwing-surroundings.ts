/**
 * Loaded by a worker process before anything of ours: what goes wrong around a call, where its own promise does not
 * hear of it. A call whose body names one of these faults is answered as ever, and meets it besides. SIGUSR2 throws
 * outside of all calls.
 */
import { createGunzip } from "node:zlib";

const faults: { readonly [name: string]: () => void } = {
  "throws-in-a-timer": () => {
    setTimeout(() => {
      throw new Error("a timer threw");
    }, 20);
  },
  "breaks-a-stream": () => {
    const stream = createGunzip();
    stream.end("not compressed at all");
  },
  "rejects-unheard": () => {
    void Promise.reject(new Error("nobody waits for this"));
  },
};
const met = new Set<string>();
const send = globalThis.fetch;

/** Each fault once: the next try of the same call goes well. */
globalThis.fetch = (input, init) => {
  const body = typeof init?.body === "string" ? init.body : "";
  for (const [name, happen] of Object.entries(faults)) {
    if (!body.includes(name) || met.has(name)) continue;
    met.add(name);
    happen();
  }
  return send(input, init);
};

process.on("SIGUSR2", () => {
  throw new Error("something outside of all attempts threw");
});
