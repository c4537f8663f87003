import { describe, expect, it } from "vitest";
import { newId } from "./new-id.ts";
import { RequestKeys } from "./request-keys.ts";

/** Answers as scripted, and records the keys. */
function server() {
  const keys: string[] = [];
  const ask = (failure?: unknown) => async (key: string) => {
    keys.push(key);
    if (failure !== undefined) throw failure;
    return key;
  };
  return { keys, ask };
}

const refused = { data: { httpStatus: 412 } };
const broken = { data: { httpStatus: 500 } };
const request = { input: "a" };

describe("RequestKeys", () => {
  it.each([
    ["the answer was lost", new TypeError("Failed to fetch")],
    ["the server had a fault", broken],
    ["it was done", undefined],
  ])("keeps the key of a request that is sent again after %s", async (_, failure) => {
    const { keys, ask } = server();
    const sender = new RequestKeys();
    await sender.send(request, ask(failure)).catch(() => null);
    await sender.send({ ...request }, ask());
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  it("uses a new key for other content, and the first key again for the first content", async () => {
    const { keys, ask } = server();
    const sender = new RequestKeys();
    await sender.send(request, ask(new TypeError("Failed to fetch"))).catch(() => null);
    await sender.send({ input: "b" }, ask());
    await sender.send(request, ask());
    expect(keys[1]).not.toBe(keys[0]);
    expect(keys[2]).toBe(keys[0]);
  });

  it("uses a new key after a refusal, which did nothing", async () => {
    const { keys, ask } = server();
    const sender = new RequestKeys();
    await expect(sender.send(request, ask(refused))).rejects.toBe(refused);
    await sender.send(request, ask());
    expect(keys[1]).not.toBe(keys[0]);
  });
});

describe("RequestKeys kept outside of the form", () => {
  const lost = new TypeError("Failed to fetch");
  function kept() {
    let text: string | null = null;
    return {
      read: () => text,
      write: (next: string) => {
        text = next;
      },
      remove: () => {
        text = null;
      },
    };
  }

  it("give a reopened form the key of a request whose answer was lost, for some minutes", async () => {
    const { keys, ask } = server();
    const store = kept();
    let nowMs = 0;
    const form = () => new RequestKeys(store, () => nowMs);
    await form()
      .send(request, ask(lost))
      .catch(() => null);
    nowMs = 4 * 60_000;
    await form()
      .send({ input: "b" }, ask(lost))
      .catch(() => null);
    await form()
      .send({ input: "b" }, ask(lost))
      .catch(() => null);
    expect(keys[1]).not.toBe(keys[0]);
    expect(keys[2]).toBe(keys[1]);
    nowMs += 5 * 60_000;
    await form().send({ input: "b" }, ask());
    expect(keys[3]).not.toBe(keys[1]);
  });

  it.each([
    ["answered", undefined],
    ["refused", refused],
  ])("forget a request that was %s: the same content is another request then", async (_, failure) => {
    const { keys, ask } = server();
    const store = kept();
    await new RequestKeys(store).send(request, ask(failure)).catch(() => null);
    await new RequestKeys(store).send(request, ask());
    expect(keys[1]).not.toBe(keys[0]);
  });

  it("ignore an invalid note", async () => {
    const { keys, ask } = server();
    for (const text of ["no JSON", "null", '{"content":1}', "[]"])
      await new RequestKeys({ ...kept(), read: () => text }).send(request, ask());
    expect(new Set(keys).size).toBe(4);
  });
});

describe("newId", () => {
  it("differs each time", () => expect(new Set([newId(), newId(), newId()]).size).toBe(3));
});
