import { describe, expect, it } from "vitest";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { parseKeyring } from "#server/crypto/keyring.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { rotateWorkspaceKeys } from "#server/services/keys/rotate-workspace-keys.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson, joinWorkspace, type Person } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { testKeyring } from "#server/testing/test-environment.ts";
import { openSecrets } from "./open-secrets.ts";

const web = await createTestWeb();
const { tools, database } = web;
const value = "canary value: ünter the sea\nsecond line";
const secret = { name: "API_TOKEN", value };
const ringKey = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString("base64")}`;

const add = (person: Person, change: { name?: string; value?: string } = {}) =>
  clientOf(web, person).secrets.create.mutate({ ...secret, ...change });
const open = (person: Person, keyring = tools.keyring) =>
  openSecrets({ ...tools, keyring }, person.workspaceId, ["API_TOKEN"]);

/** A pipeline whose only request uses the secret. */
const calling = {
  name: "Calling",
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    {
      id: "call",
      type: "action",
      name: "Call",
      config: {
        action: "http.request",
        url: "https://api.example",
        headers: { A: "{{ secrets.API_TOKEN }}" },
      },
    },
  ],
  edges: [{ id: "e1", from: "start", to: "call" }],
} satisfies PipelineDefinitionInput;

describe("secrets.create", () => {
  it("stores a value that only the worker can decrypt, and shows its name alone", async () => {
    const person = await createPerson(web);
    const { secretId } = await add(person);
    const { secrets } = await clientOf(web, person).secrets.list.query();
    expect(secrets).toEqual([
      {
        id: secretId,
        name: "API_TOKEN",
        createdAtMs: expect.any(Number),
        updatedAtMs: expect.any(Number),
        lastUsedAtMs: null,
      },
    ]);
    expect(await open(person)).toEqual(new Map([["API_TOKEN", value]]));
    const after = await clientOf(web, person).secrets.list.query();
    expect(after.secrets[0]?.lastUsedAtMs).toEqual(expect.any(Number));
    const rows = await database.asOwner<{ dump: string }>(
      "select s::text as dump from secrets s union all select a::text from audit_events a",
    );
    const dump = rows.map((row) => row.dump).join("\n");
    expect(dump).toContain("secret.create");
    expect(dump).not.toContain("canary");
    expect(dump).not.toContain(Buffer.from(value).toString("base64url").slice(0, 20));
  });

  it.each([
    ["an empty value", { value: "" }],
    ["more than 8 kB", { value: "ä".repeat(4_097) }],
    ["a null character", { value: "a\0b" }],
    ["a name with a hyphen", { name: "API-TOKEN" }],
    ["a name that every object has", { name: "constructor" }],
  ])("refuses %s", async (_what, change) => {
    expect(await refusalOf(add(await createPerson(web), change))).toBe("INVALID_INPUT");
  });

  it("accepts 8 kB, and a name once", async () => {
    const person = await createPerson(web);
    await add(person, { value: "x".repeat(8_192) });
    expect(await refusalOf(add(person))).toBe("CONFLICT");
    await add(await createPerson(web));
  });
});

describe("who may see and change secrets", () => {
  it("is everybody of the workspace for names, and admins for the rest", async () => {
    const [owner, editor, viewer] = [
      await createPerson(web),
      await createPerson(web),
      await createPerson(web),
    ];
    await joinWorkspace(web, editor, owner.workspaceId, "editor");
    await joinWorkspace(web, viewer, owner.workspaceId, "viewer");
    const { secretId } = await add(owner);
    for (const person of [editor, viewer]) {
      const { secrets } = clientOf(web, person, owner.workspaceId);
      expect((await secrets.list.query()).secrets.map(({ name }) => name)).toEqual(["API_TOKEN"]);
      expect(await refusalOf(secrets.create.mutate({ name: "B", value: "b" }))).toBe("FORBIDDEN");
      expect(await refusalOf(secrets.replace.mutate({ secretId, value: "b" }))).toBe("FORBIDDEN");
      expect(await refusalOf(secrets.remove.mutate({ secretId }))).toBe("FORBIDDEN");
    }
    const stranger = await createPerson(web);
    const theirs = clientOf(web, stranger).secrets;
    expect((await theirs.list.query()).secrets).toEqual([]);
    expect(await refusalOf(theirs.replace.mutate({ secretId, value: "b" }))).toBe("NOT_FOUND");
    expect(await refusalOf(theirs.remove.mutate({ secretId }))).toBe("NOT_FOUND");
    expect(await withTenant(tools.db, stranger.workspaceId, (tx) => tx.secret.count())).toBe(0);
  });
});

describe("secrets.replace", () => {
  it("replaces the value under the same name", async () => {
    const person = await createPerson(web);
    const { secretId } = await add(person);
    await clientOf(web, person).secrets.replace.mutate({ secretId, value: "new value" });
    expect(await open(person)).toEqual(new Map([["API_TOKEN", "new value"]]));
  });
});

describe("secrets.remove", () => {
  it("destroys it, names the pipelines that use it before and after, and their runs are refused", async () => {
    const person = await createPerson(web);
    const client = clientOf(web, person);
    const { secretId } = await add(person);
    await add(person, { name: "API_TOKEN_2" });
    const { pipelineId, problems } = await client.pipelines.create.mutate({ definition: calling });
    expect(problems).toEqual([]);
    await client.pipelines.publish.mutate({ pipelineId });
    const other = JSON.parse(
      JSON.stringify({ ...calling, name: "Other" }).replace("API_TOKEN", "API_TOKEN_2"),
    );
    const second = await client.pipelines.create.mutate({ definition: other });
    await client.pipelines.publish.mutate({ pipelineId: second.pipelineId });
    const draft = await client.pipelines.create.mutate({ definition: { ...calling, name: "A draft" } });
    const uses = {
      pipelines: [
        { id: draft.pipelineId, name: "A draft", isPublished: false },
        { id: pipelineId, name: "Calling", isPublished: true },
      ],
    };
    expect(await client.secrets.uses.query({ secretId })).toEqual(uses);
    expect(await client.secrets.remove.mutate({ secretId })).toEqual(uses);
    expect(await database.asOwner("select from secrets where id = $1", [secretId])).toEqual([]);
    await expect(open(person)).rejects.toMatchObject({
      code: "SECRET_MISSING",
      message: expect.stringContaining("API_TOKEN"),
    });
    const start = client.runs.start.mutate({ pipelineId, input: null });
    expect(await refusalOf(start)).toBe("SECRET_MISSING");
    const validated = await client.pipelines.validate.mutate({ definition: calling });
    expect(validated.problems).toMatchObject([
      { code: "UNKNOWN_SECRET", severity: "warning", nodeId: "call" },
    ]);
  });
});

describe("a secret that was moved by hand", () => {
  it.each([
    ["another name of the same workspace", "name = 'OTHER'"],
    ["another workspace", "workspace_id = $2"],
  ])("does not open under %s, which is in the audit", async (_where, target) => {
    const person = await createPerson(web);
    await add(person);
    const receiver = target.startsWith("name") ? person : await createPerson(web);
    const name = target.startsWith("name") ? "OTHER" : "API_TOKEN";
    await add(receiver, { name });
    await database.asOwner(
      `update secrets t set ciphertext = s.ciphertext from secrets s
        where s.workspace_id = $1 and s.name = 'API_TOKEN' and t.workspace_id = $2 and t.${target}`,
      [person.workspaceId, receiver.workspaceId],
    );
    await expect(openSecrets(tools, receiver.workspaceId, [name])).rejects.toMatchObject({
      code: "KEY_UNREADABLE",
    });
    const { events } = await clientOf(web, receiver).audit.list.query();
    expect(events.filter(({ action }) => action === "secret.unreadable")).toHaveLength(1);
  });
});

describe("a rotation", () => {
  it.each([false, true])("re-seals secrets (renewing the data key: %s)", async (renewDataKey) => {
    const person = await createPerson(web);
    await add(person);
    const keyring = parseKeyring(`${ringKey("k2", 9)},${testKeyring}`);
    const rotation = await rotateWorkspaceKeys({ ...tools, keyring }, person.workspaceId, { renewDataKey });
    expect(rotation).toEqual({ rewrapped: 1, resealed: renewDataKey ? 1 : 0 });
    expect(await open(person, parseKeyring(ringKey("k2", 9)))).toEqual(new Map([["API_TOKEN", value]]));
  });
});
