import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson, joinWorkspace, type Person } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const web = await createTestWeb();
const { database } = web;
const model = "anthropic/claude-haiku-5-5";

async function addKey(person: Person, owner: "me" | "workspace"): Promise<string> {
  const key = { provider: "anthropic", label: `Key of ${owner}`, secret: "sk-ant-not-real", owner } as const;
  return (await clientOf(web, person).keys.create.mutate(key)).keyId;
}

async function open(person: Person, keyId: string | null, name = "claude-haiku-5-5"): Promise<void> {
  const error = { code: "PROVIDER_OVERLOADED", message: "Too busy", retryable: true };
  await database.asOwner(
    `insert into circuits (workspace_id, provider, model, provider_key_id, state, failures, since, probe_at, last_error, failed_at)
     values ($1, $2, $3, $4, 'open', 0, now(), now() + interval '1 min', $5, now())`,
    [person.workspaceId, keyId === null ? "sandbox" : "anthropic", name, keyId, error],
  );
}

/** An editor in somebody else's workspace. */
async function editorOf(owner: Person): Promise<Person> {
  const person = { ...(await createPerson(web)), workspaceId: owner.workspaceId };
  await joinWorkspace(web, person, owner.workspaceId, "editor");
  return person;
}

const listOf = async (person: Person) => (await clientOf(web, person).circuits.list.query()).circuits;

describe("circuits.list", () => {
  it("shows which are open, since when, why and until when, and nothing of other people's own keys", async () => {
    const owner = await createPerson(web);
    const editor = await editorOf(owner);
    await open(owner, await addKey(owner, "workspace"));
    await open(owner, await addKey(owner, "me"));
    await open(owner, null, "brief");
    const seen = await listOf(editor);
    expect(seen.map(({ keyLabel, provider, state }) => [keyLabel, provider, state])).toEqual(
      expect.arrayContaining([
        ["Key of workspace", "anthropic", "open"],
        [null, "sandbox", "open"],
      ]),
    );
    expect(seen).toHaveLength(2);
    expect(await listOf(owner)).toHaveLength(3);
    for (const { sinceMs, nextProbeAtMs, lastError } of seen) {
      expect((nextProbeAtMs ?? 0) - (sinceMs ?? 0)).toBeGreaterThan(59_000);
      expect(lastError?.message).toBe("Too busy");
    }
  });
});

describe("circuits.reset", () => {
  it("closes one by hand, with an audit event, for those who manage the key", async () => {
    const owner = await createPerson(web);
    const editor = await editorOf(owner);
    const keyId = await addKey(owner, "workspace");
    await open(owner, keyId);
    const reset = (person: Person, input: { model: string; keyId?: string | null }) =>
      clientOf(web, person).circuits.reset.mutate(input as { model: string; keyId: never });
    expect(await refusalOf(reset(editor, { model, keyId }))).toBe("FORBIDDEN");
    expect(await refusalOf(reset(editor, { model: "sandbox/brief" }))).toBe("FORBIDDEN");
    expect(await refusalOf(reset(owner, { model: "openai/gpt-5", keyId }))).toBe("INVALID_INPUT");
    expect(await refusalOf(reset(owner, { model, keyId: randomUUID() }))).toBe("NOT_FOUND");
    const unknown = { model: "anthropic/claude-opus-5", keyId };
    expect(await refusalOf(reset(owner, unknown))).toBe("NOT_FOUND");
    expect(await refusalOf(reset(owner, { model: "sandbox/brief" }))).toBe("NOT_FOUND");
    await reset(owner, { model, keyId });
    await reset(owner, { model, keyId });
    expect(await listOf(owner)).toMatchObject([{ state: "closed", failures: 0, nextProbeAtMs: null }]);
    const { events } = await clientOf(web, owner).audit.list.query();
    expect(events.filter(({ action }) => action === "circuit.reset")).toMatchObject([
      { subjectId: model, detail: { keyId, wasInTrouble: false } },
      { subjectId: model, detail: { keyId, wasInTrouble: true } },
    ]);
  });

  it("lets people close the circuits of their own keys, and not those of others", async () => {
    const owner = await createPerson(web);
    const editor = await editorOf(owner);
    const own = await addKey(editor, "me");
    await open(editor, own);
    const reset = (person: Person) =>
      clientOf(web, person).circuits.reset.mutate({ model, keyId: own as never });
    expect(await refusalOf(reset(owner))).toBe("NOT_FOUND");
    await reset(editor);
    expect(await listOf(editor)).toMatchObject([{ state: "closed" }]);
  });
});
