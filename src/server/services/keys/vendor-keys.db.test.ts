import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SandboxServer, startSandboxServer } from "#providers/sandbox/server.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const web = await createTestWeb();
let sandbox: SandboxServer;
beforeAll(async () => {
  sandbox = await startSandboxServer();
});
afterAll(() => sandbox.close());

const compatible = { provider: "openai-compatible", label: "Mine" } as const;

describe("a key of a compatible server", () => {
  it("needs the address of its server, and may be any word", async () => {
    const { keys } = clientOf(web, await createPerson(web));
    const without = keys.create.mutate({ ...compatible, secret: "ollama" });
    await expect(without).rejects.toThrow(/needs the base URL of its server/);
    await keys.create.mutate({ ...compatible, secret: "ollama", baseUrl: `${sandbox.url}/v1` });
    expect((await keys.list.query()).keys).toMatchObject([{ displayPrefix: "", displayLast4: "ma" }]);
    expect(await refusalOf(keys.create.mutate({ provider: "openai", label: "x", secret: "ollama" }))).toBe(
      "INVALID_INPUT",
    );
  });

  it.each(["https://models.example.com/v1?key=1", "https://models.example.com/v1#x"])(
    "is refused for %s, where no path can be added",
    async (baseUrl) => {
      const { keys } = clientOf(web, await createPerson(web));
      const create = keys.create.mutate({ ...compatible, secret: "ollama", baseUrl });
      await expect(create).rejects.toThrow(/must end before any question mark or #/);
    },
  );

  it("is refused for an address that no call may be sent to", async () => {
    const { keys } = clientOf(web, await createPerson(web));
    const baseUrl = "http://169.254.169.254/v1";
    const create = keys.create.mutate({ ...compatible, secret: "ollama", baseUrl });
    expect(await refusalOf(create)).toBe("HTTP_BLOCKED");
  });
});

describe("keys of OpenAI and of a compatible server", () => {
  it("are tested by asking for the models that they open, which are then listed", async () => {
    const { keys, models } = clientOf(web, await createPerson(web));
    for (const provider of ["openai", "openai-compatible"] as const) {
      const key = { provider, label: "k", secret: "sk-any-key-will-do", baseUrl: `${sandbox.url}/v1` };
      const { keyId } = await keys.create.mutate(key);
      expect(await keys.test.mutate({ keyId })).toEqual({ ok: true });
      const wrong = await keys.create.mutate({
        ...key,
        baseUrl: `${sandbox.url}/elsewhere`,
        owner: "workspace",
      });
      expect(await keys.test.mutate({ keyId: wrong.keyId })).toMatchObject({
        ok: false,
        message: expect.stringContaining("Check the provider's base URL"),
      });
    }
    const listed = await models.list.query();
    expect(listed.models.map(({ ref }) => ref)).toEqual(
      expect.arrayContaining(["openai/echo", "openai-compatible/echo"]),
    );
  });
});
