import { expect, it } from "vitest";
import { createPromptCache } from "./prompt-cache.ts";

const long = (tokens: number) => "word".repeat(tokens);
const marked = (text: string) => [{ text, isMarked: true }];
const part = (text: string) => ({ text, isMarked: false });

it("finds what was cached, per model, for five minutes after its last use", () => {
  let nowMs = 0;
  const cache = createPromptCache(() => nowMs);
  const written = { readTokens: 0, writeTokens: 2_000 };
  const read = { readTokens: 2_000, writeTokens: 0 };
  expect(cache.use("brief", marked(long(2_000)))).toEqual(written);
  nowMs = 299_000;
  expect(cache.use("brief", marked(long(2_000)))).toEqual(read);
  expect(cache.use("small", marked(long(2_000)))).toEqual(written);
  nowMs += 299_000;
  expect(cache.use("brief", marked(long(2_000)))).toEqual(read);
  nowMs += 301_000;
  expect(cache.use("brief", marked(long(2_000)))).toEqual(written);
});

it("caches the next turn of a conversation after what it finds of the previous one", () => {
  const cache = createPromptCache();
  cache.use("brief", marked(long(1_500)));
  const longer = [part(long(1_500)), part(long(1_600)), { text: long(1_800), isMarked: true }];
  expect(cache.use("brief", longer)).toEqual({ readTokens: 1_500, writeTokens: 300 });
});

it("caches nothing short, and nothing unmarked", () => {
  const cache = createPromptCache();
  const nothing = { readTokens: 0, writeTokens: 0 };
  for (const prefixes of [[], marked(long(1_000)), [part(long(2_000))]]) {
    expect(cache.use("brief", prefixes)).toEqual(nothing);
    expect(cache.use("brief", prefixes)).toEqual(nothing);
  }
});
