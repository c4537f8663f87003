import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SandboxServer, startSandboxServer } from "#providers/sandbox/server.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { openProviderKey } from "./open-provider-key.ts";

const web = await createTestWeb();
let sandbox: SandboxServer;
beforeAll(async () => {
  sandbox = await startSandboxServer();
});
afterAll(() => sandbox.close());

const { tools } = web;
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
  it("are tested by requesting their models, which are then listed", async () => {
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

describe("keys.replace", () => {
  it("replaces the secret, and keeps the address", async () => {
    const person = await createPerson(web);
    const { keys, audit } = clientOf(web, person);
    const baseUrl = `${sandbox.url}/v1`;
    const { keyId } = await keys.create.mutate({ ...compatible, secret: "invalid-of-old", baseUrl });
    expect(await keys.test.mutate({ keyId })).toMatchObject({ ok: false });
    await keys.replace.mutate({ keyId, secret: " sk-the-new-secret-of-it " });
    expect((await keys.list.query()).keys).toMatchObject([
      { id: keyId, baseUrl, displayLast4: "f-it", testedAtMs: null, testRefusal: null },
    ]);
    expect(await keys.test.mutate({ keyId })).toEqual({ ok: true });
    const opened = await openProviderKey(tools, person.workspaceId, keyId);
    expect(opened).toEqual({ provider: "openai-compatible", secret: "sk-the-new-secret-of-it", baseUrl });
    const { events } = await audit.list.query();
    expect(events.map(({ action }) => action)).toContain("key.replace");
    expect(JSON.stringify(events)).not.toContain("new-secret");
  });

  it("changes an address only together with its secret", async () => {
    const { keys } = clientOf(web, await createPerson(web));
    const { keyId } = await keys.create.mutate({ provider: "openai", label: "k", secret: "sk-one-secret" });
    const baseUrl = `${sandbox.url}/v1`;
    expect(await refusalOf(keys.replace.mutate({ keyId, secret: "", baseUrl }))).toBe("INVALID_INPUT");
    await keys.replace.mutate({ keyId, secret: "sk-another-secret", baseUrl });
    expect((await keys.list.query()).keys[0]?.baseUrl).toBe(baseUrl);
    await keys.replace.mutate({ keyId, secret: "sk-another-secret", baseUrl: null });
    expect((await keys.list.query()).keys[0]?.baseUrl).toBeNull();
    const without = await keys.create.mutate({ ...compatible, secret: "ollama", baseUrl });
    const bare = keys.replace.mutate({ keyId: without.keyId, secret: "ollama", baseUrl: null });
    await expect(bare).rejects.toThrow(/needs the base URL of its server/);
  });

  it("is for those who manage the key, and for existing keys", async () => {
    const [owner, editor] = [await createPerson(web), await createPerson(web)];
    await joinWorkspace(web, editor, owner.workspaceId, "editor");
    const shared = { provider: "openai", label: "k", secret: "sk-one-secret", owner: "workspace" } as const;
    const { keyId } = await clientOf(web, owner).keys.create.mutate(shared);
    const change = { keyId, secret: "sk-another-secret" };
    const { keys } = clientOf(web, editor, owner.workspaceId);
    expect(await refusalOf(keys.replace.mutate(change))).toBe("FORBIDDEN");
    await clientOf(web, owner).keys.remove.mutate({ keyId });
    expect(await refusalOf(clientOf(web, owner).keys.replace.mutate(change))).toBe("NOT_FOUND");
  });
});

describe("keys.list", () => {
  it("names the key that runs use instead of an older one", async () => {
    const { keys } = clientOf(web, await createPerson(web));
    const key = { provider: "openai", label: "k", secret: "sk-one-secret" } as const;
    const older = await keys.create.mutate(key);
    const newer = await keys.create.mutate(key);
    await keys.create.mutate({ ...key, owner: "workspace" });
    await keys.create.mutate({ ...key, provider: "anthropic" });
    const listed = (await keys.list.query()).keys;
    expect(listed.map(({ usedInsteadId }) => usedInsteadId)).toEqual([newer.keyId, null, null, null]);
    expect(listed[0]?.id).toBe(older.keyId);
  });
});

describe("a key that is changed while its vendor is asked", () => {
  it.each(["replace", "remove"] as const)("gets no result for the old one: %s", async (change) => {
    const { keys } = clientOf(web, await createPerson(web));
    const asked = Promise.withResolvers<void>();
    const changed = Promise.withResolvers<void>();
    const vendor = createServer({ keepAliveTimeout: 0 }, async (_request, response) => {
      asked.resolve();
      await changed.promise;
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ data: [] }));
    });
    await new Promise<void>((resolve) => vendor.listen(0, "127.0.0.1", resolve));
    const { port } = vendor.address() as AddressInfo;
    const key = { ...compatible, secret: "first", baseUrl: `http://127.0.0.1:${port}/v1` };
    const { keyId } = await keys.create.mutate(key);
    const tested = refusalOf(keys.test.mutate({ keyId }));
    await asked.promise;
    if (change === "replace") await keys.replace.mutate({ keyId, secret: "second" });
    else await keys.remove.mutate({ keyId });
    changed.resolve();
    expect(await tested).toBe(change === "replace" ? "CONFLICT" : "NOT_FOUND");
    const kept = change === "replace" ? [{ testedAtMs: null, testRefusal: null }] : [];
    expect((await keys.list.query()).keys).toMatchObject(kept);
    vendor.close();
  });
});
