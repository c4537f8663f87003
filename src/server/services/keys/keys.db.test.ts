import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { providerKeyIdSchema } from "#core/ids.ts";
import { sandboxApiKey, startSandboxServer } from "#providers/sandbox/server.ts";
import { parseKeyring } from "#server/crypto/keyring.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { findUsableProviderKeyId } from "#server/db/keys/provider-key-store.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson, joinWorkspace, type Person } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { testKeyring } from "#server/testing/test-environment.ts";
import { openProviderKey } from "./open-provider-key.ts";
import { rotateAllKeys } from "./rotate-all-keys.ts";
import { rotateWorkspaceKeys } from "./rotate-workspace-keys.ts";

const web = await createTestWeb();
const { tools, database } = web;
const secret = "sk-ant-api03-canary-0123456789-f3Qa";

const ringKey = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString("base64")}`;

function addKey(
  person: Person,
  change: { owner?: "me" | "workspace"; secret?: string; baseUrl?: string } = {},
) {
  const key = { provider: "anthropic", label: "A key", secret, ...change } as const;
  return clientOf(web, person).keys.create.mutate(key);
}

const choose = (person: Person, userId = person.userId) =>
  withTenant(tools.db, person.workspaceId, (tx) =>
    findUsableProviderKeyId(tx, person.workspaceId, "anthropic", userId),
  );

describe("keys.create", () => {
  it("shows only the beginning and the end", async () => {
    const person = await createPerson(web);
    const { keyId } = await addKey(person);
    const { keys } = await clientOf(web, person).keys.list.query();
    expect(keys).toMatchObject([
      { id: keyId, displayPrefix: "sk-ant-", displayLast4: "f3Qa", ownerUserId: person.userId },
    ]);
    const answers = JSON.stringify([keys, await clientOf(web, person).audit.list.query()]);
    expect(answers).not.toContain("canary");
    expect(answers).not.toContain("ciphertext");
  });

  it("stores the key only as ciphertext", async () => {
    const rows = await database.asOwner<{ dump: string }>(
      "select k::text as dump from provider_keys k union all select a::text from audit_events a union all select d::text from data_keys d",
    );
    const dump = rows.map((row) => row.dump).join("\n");
    for (const form of [
      secret,
      Buffer.from(secret).toString("base64"),
      Buffer.from(secret).toString("hex"),
    ]) {
      expect(dump).not.toContain(form);
    }
  });

  it("returns to the engine what was put in", async () => {
    const person = await createPerson(web);
    const { keyId } = await addKey(person);
    const opened = await openProviderKey(tools, person.workspaceId, keyId);
    expect(opened).toEqual({ provider: "anthropic", secret, baseUrl: null });
  });

  it.each(["has a space in it", "line\nbreak-in-key", "short", "schlüssel-mit-umlaut"])(
    "refuses %j",
    async (bad) => {
      expect(await refusalOf(addKey(await createPerson(web), { secret: bad }))).toBe("INVALID_INPUT");
    },
  );
});

describe("a key's base URL", () => {
  it("contains no credentials of its own", async () => {
    const baseUrl = "https://user:pass@models.example.com";
    expect(await refusalOf(addKey(await createPerson(web), { baseUrl }))).toBe("INVALID_INPUT");
  });
});

describe("a key that was moved by hand", () => {
  it("does not open in another workspace, nor under another id", async () => {
    const [person, thief] = [await createPerson(web), await createPerson(web)];
    const [{ keyId }, stolen] = [await addKey(person), await addKey(thief)];
    await database.asOwner(
      `update provider_keys t set ciphertext = s.ciphertext from provider_keys s where s.id = $1 and t.id = $2`,
      [keyId, stolen.keyId],
    );
    await expect(openProviderKey(tools, thief.workspaceId, stolen.keyId)).rejects.toMatchObject({
      code: "KEY_UNREADABLE",
    });
  });
});

describe("whose key is used", () => {
  it("is the person's own first, then the workspace's, else none", async () => {
    const [owner, member] = [await createPerson(web), await createPerson(web)];
    await joinWorkspace(web, member, owner.workspaceId, "editor");
    expect(await choose(owner)).toBeNull();
    const shared = await addKey(owner, { owner: "workspace" });
    expect(await choose(owner, member.userId)).toBe(shared.keyId);
    const own = await clientOf(web, member, owner.workspaceId).keys.create.mutate({
      provider: "anthropic",
      label: "Mine",
      secret,
    });
    expect(await choose(owner, member.userId)).toBe(own.keyId);
    expect(await choose(owner)).toBe(shared.keyId);
  });

  it("is never another person's own, which is not even listed", async () => {
    const [owner, member] = [await createPerson(web), await createPerson(web)];
    await joinWorkspace(web, member, owner.workspaceId, "editor");
    const inWorkspace = clientOf(web, member, owner.workspaceId);
    const { keyId } = await inWorkspace.keys.create.mutate({ provider: "anthropic", label: "Mine", secret });
    expect(await choose(owner)).toBeNull();
    expect((await clientOf(web, owner).keys.list.query()).keys).toEqual([]);
    expect(await refusalOf(clientOf(web, owner).keys.remove.mutate({ keyId }))).toBe("NOT_FOUND");
    expect(await refusalOf(clientOf(web, owner).keys.test.mutate({ keyId }))).toBe("NOT_FOUND");
  });

  it("is the workspace's for editors to use, not to test or remove", async () => {
    const [owner, editor] = [await createPerson(web), await createPerson(web)];
    await joinWorkspace(web, editor, owner.workspaceId, "editor");
    const { keyId } = await addKey(owner, { owner: "workspace" });
    const { keys } = clientOf(web, editor, owner.workspaceId);
    expect(await refusalOf(keys.remove.mutate({ keyId }))).toBe("FORBIDDEN");
    const shared = { provider: "anthropic", label: "x", secret, owner: "workspace" } as const;
    expect(await refusalOf(keys.create.mutate(shared))).toBe("FORBIDDEN");
  });
});

describe("keys.remove", () => {
  it("destroys the secret itself", async () => {
    const person = await createPerson(web);
    const { keyId } = await addKey(person);
    await clientOf(web, person).keys.remove.mutate({ keyId });
    const rows = await database.asOwner("select ciphertext from provider_keys where id = $1", [keyId]);
    expect(rows).toEqual([{ ciphertext: "" }]);
    await expect(openProviderKey(tools, person.workspaceId, keyId)).rejects.toMatchObject({
      code: "KEY_MISSING",
    });
    expect(await choose(person)).toBeNull();
  });
});

describe("keys.test and models.list", () => {
  it("ask the vendor, at the address that was stored with the key", async () => {
    const vendor = await startSandboxServer();
    try {
      const person = await createPerson(web);
      const client = clientOf(web, person);
      const { keyId } = await addKey(person, { secret: sandboxApiKey, baseUrl: vendor.url });
      expect(await client.keys.test.mutate({ keyId })).toEqual({ ok: true });
      const { models, gaps } = await client.models.list.query();
      expect(gaps.map(({ provider, code }) => [provider, code])).toEqual([
        ["openai", "KEY_MISSING"],
        ["openai-compatible", "KEY_MISSING"],
      ]);
      expect(models.map(({ ref }) => ref)).toEqual(
        expect.arrayContaining(["anthropic/echo", "sandbox/echo"]),
      );
    } finally {
      await vendor.close();
    }
  });

  it("keep the vendor's last verdict with the key, and nothing where it could not be asked", async () => {
    let isRefusing = false;
    const vendor = createServer({ keepAliveTimeout: 0 }, (_request, response) => {
      const refusal = {
        type: "error",
        error: { type: "authentication_error", message: "invalid x-api-key" },
      };
      const list = { data: [], has_more: false, first_id: null, last_id: null };
      response.writeHead(isRefusing ? 401 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(isRefusing ? refusal : list));
    });
    await new Promise<void>((resolve) => vendor.listen(0, "127.0.0.1", resolve));
    const { port } = vendor.address() as AddressInfo;
    const person = await createPerson(web);
    const { keys } = clientOf(web, person);
    const { keyId } = await addKey(person, { baseUrl: `http://127.0.0.1:${port}` });
    const told = async () => (await keys.list.query()).keys.find(({ id }) => id === keyId);
    expect(await told()).toMatchObject({ testedAtMs: null, testRefusal: null });
    await keys.test.mutate({ keyId });
    expect(await told()).toMatchObject({ testedAtMs: expect.any(Number), testRefusal: null });
    isRefusing = true;
    await keys.test.mutate({ keyId });
    const refused = await told();
    expect(refused?.testRefusal).toContain("does not accept this key");
    vendor.closeAllConnections();
    vendor.close();
    await expect(keys.test.mutate({ keyId })).rejects.toThrow();
    expect(await told()).toEqual(refused);
  });

  it("name the missing key and list the rest all the same", async () => {
    const { models, gaps } = await clientOf(web, await createPerson(web)).models.list.query();
    expect(gaps[0]).toMatchObject({ provider: "anthropic", code: "KEY_MISSING" });
    expect(models.length).toBeGreaterThan(0);
    expect(models.every(({ provider }) => provider === "sandbox")).toBe(true);
  });
});

describe("rotateWorkspaceKeys", () => {
  const newRing = parseKeyring(`${ringKey("k2", 9)},${testKeyring}`);
  const onlyNew = parseKeyring(ringKey("k2", 9));

  it.each([false, true])("frees the old keyring key (renewing the data key: %s)", async (renewDataKey) => {
    const person = await createPerson(web);
    const { workspaceId } = person;
    const { keyId } = await addKey(person);
    const rotate = () => rotateWorkspaceKeys({ ...tools, keyring: newRing }, workspaceId, { renewDataKey });
    expect(await rotate()).toEqual({ rewrapped: 1, resealed: renewDataKey ? 1 : 0 });
    expect(await openProviderKey({ ...tools, keyring: onlyNew }, workspaceId, keyId)).toMatchObject({
      secret,
    });
    const again = await rotateWorkspaceKeys({ ...tools, keyring: newRing }, workspaceId, {
      renewDataKey: false,
    });
    expect(again).toEqual({ rewrapped: 0, resealed: 0 });
  });

  it("changes nothing when it cannot finish", async () => {
    const person = await createPerson(web);
    const { keyId } = await addKey(person);
    const wrong = parseKeyring(ringKey("k9", 1));
    const rotation = rotateWorkspaceKeys({ ...tools, keyring: wrong }, person.workspaceId, {
      renewDataKey: true,
    });
    await expect(rotation).rejects.toMatchObject({ code: "KEY_UNREADABLE" });
    expect(await openProviderKey(tools, person.workspaceId, providerKeyIdSchema.parse(keyId))).toMatchObject({
      secret,
    });
  });
});

describe("rotateAllKeys", () => {
  it("reaches every workspace once, and can be interrupted and restarted", async () => {
    const ring = parseKeyring([ringKey("k3", 3), ringKey("k2", 9), testKeyring].join(","));
    const people = [await createPerson(web), await createPerson(web), await createPerson(web)];
    const keys = await Promise.all(people.map((person) => addKey(person)));
    const rotate = (renewDataKey = false) => rotateAllKeys({ ...tools, keyring: ring }, { renewDataKey });
    for await (const _ of rotate()) break;
    // The rotation dies in the middle of the last workspace: nothing of that one has changed, and all keys open.
    await dieIn(people.at(-1)?.workspaceId, async () => {
      for await (const _ of rotate(true));
    });
    const opened = people.map(({ workspaceId }, index) =>
      openProviderKey(
        { ...tools, keyring: ring },
        workspaceId,
        providerKeyIdSchema.parse(keys[index]?.keyId),
      ),
    );
    expect((await Promise.all(opened)).map((key) => key.secret)).toEqual(people.map(() => secret));
    const rotated: string[] = [];
    const failed: string[] = [];
    for await (const { workspaceId, failure } of rotate(true)) {
      rotated.push(workspaceId);
      if (failure !== null) failed.push(failure);
    }
    // Keys of other tests that cannot be opened. They do not keep others from the new key.
    expect(failed).not.toEqual([]);
    expect(new Set(rotated).size).toBe(rotated.length);
    expect(rotated).toEqual(expect.arrayContaining(people.map(({ workspaceId }) => workspaceId)));
    const onlyNew = parseKeyring(ringKey("k3", 3));
    for (const [index, { workspaceId }] of people.entries()) {
      const keyId = providerKeyIdSchema.parse(keys[index]?.keyId);
      expect(await openProviderKey({ ...tools, keyring: onlyNew }, workspaceId, keyId)).toMatchObject({
        secret,
      });
    }
  });
});

/** Ends the connection that is working on a workspace's data keys, in the middle of the transaction. */
async function dieIn(workspaceId: string | undefined, work: () => Promise<void>): Promise<void> {
  const holder = new pg.Client({ connectionString: database.ownerUrl });
  await holder.connect();
  await holder.query("begin");
  await holder.query("select 1 from data_keys where workspace_id = $1 for update", [workspaceId]);
  const outcome = expect(work()).rejects.toThrow();
  const stuck =
    "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  await expect.poll(() => database.asOwner(stuck), { timeout: 30_000 }).toHaveLength(1);
  await database.asOwner(`select pg_terminate_backend(pid) from (${stuck}) s`);
  await outcome;
  await holder.query("rollback");
  await holder.end();
}
