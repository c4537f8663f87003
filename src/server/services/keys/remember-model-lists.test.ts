import { describe, expect, it } from "vitest";
import type { ProviderCredential, ProviderProbe } from "./provider-probe.ts";
import { rememberModelLists } from "./remember-model-lists.ts";

const key: ProviderCredential = { provider: "openai", secret: "sk-one-key-of-one", baseUrl: null };
const signal = new AbortController().signal;

function setUp() {
  const asked: ProviderCredential[] = [];
  let nowMs = 0;
  let fails = false;
  const probe: ProviderProbe = {
    checkAddress: () => undefined,
    checkKey: async () => ({ ok: true }),
    listModels: async (credential) => {
      asked.push(credential);
      if (fails) throw new Error("not now");
      return [];
    },
    listSandboxModels: () => [],
  };
  const remembering = rememberModelLists(probe, () => nowMs);
  return {
    asked,
    list: (credential = key) => remembering.listModels(credential, signal),
    test: () => remembering.checkKey(key, signal),
    pass: (ms: number) => {
      nowMs += ms;
    },
    fail: (isFailing: boolean) => {
      fails = isFailing;
    },
  };
}

describe("rememberModelLists", () => {
  it("asks once per key in five minutes", async () => {
    const { asked, list, pass } = setUp();
    await list();
    pass(299_999);
    await list();
    expect(asked).toHaveLength(1);
    pass(1);
    await list();
    expect(asked).toHaveLength(2);
  });

  it.each<[string, Partial<ProviderCredential>]>([
    ["another secret", { secret: "sk-another-key" }],
    ["another address", { baseUrl: "https://models.example.com/v1" }],
    ["another provider", { provider: "anthropic" }],
  ])("asks for %s separately", async (_name, change) => {
    const { asked, list } = setUp();
    await list();
    await list({ ...key, ...change });
    expect(asked).toHaveLength(2);
  });

  it("caches no failure, and asks again after a test", async () => {
    const { asked, list, test, fail } = setUp();
    fail(true);
    await expect(list()).rejects.toThrow("not now");
    fail(false);
    await list();
    await test();
    await list();
    expect(asked).toHaveLength(3);
  });
});
