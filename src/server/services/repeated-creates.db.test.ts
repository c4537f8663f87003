import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { bearer, clientOf, clientWith, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { pureDefinition } from "#server/testing/procedure-inputs.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const web = await createTestWeb();

async function newPerson() {
  const person = await createPerson(web);
  return { person, client: clientOf(web, person), idempotencyKey: randomUUID() };
}

describe("a create request that is repeated because its answer was lost", () => {
  it("makes one pipeline, also when both arrive at once", async () => {
    const { client, idempotencyKey } = await newPerson();
    const asked = { definition: pureDefinition, idempotencyKey };
    const both = await Promise.all([
      client.pipelines.create.mutate(asked),
      client.pipelines.create.mutate(asked),
    ]);
    const late = await client.pipelines.create.mutate(asked);
    expect(new Set([...both, late].map(({ pipelineId }) => pipelineId)).size).toBe(1);
    expect(late).toEqual(both[0]);
    const other = { ...asked, definition: { ...pureDefinition, name: "Another" } };
    expect(await refusalOf(client.pipelines.create.mutate(other))).toBe("IDEMPOTENCY_MISMATCH");
    expect((await client.pipelines.list.query()).pipelines).toHaveLength(1);
    await client.pipelines.create.mutate({ definition: pureDefinition });
    expect((await client.pipelines.list.query()).pipelines).toHaveLength(2);
  });

  it("makes one provider key, and another for another secret only under another key", async () => {
    const { client, idempotencyKey } = await newPerson();
    const asked = {
      provider: "anthropic",
      label: "Mine",
      secret: "sk-ant-made-for-a-test",
      idempotencyKey,
    } as const;
    const first = await client.keys.create.mutate(asked);
    expect(await client.keys.create.mutate(asked)).toEqual(first);
    // Its beginning and end, the shown parts, are the same.
    const other = { ...asked, secret: "sk-ant-make-for-a-test" };
    expect(await refusalOf(client.keys.create.mutate(other))).toBe("IDEMPOTENCY_MISMATCH");
    expect((await client.keys.list.query()).keys).toHaveLength(1);
  });

  it("returns a token that works, and revokes the one that nobody has seen", async () => {
    const { client, idempotencyKey } = await newPerson();
    const asked = { name: "Nightly job", scopes: ["read" as const], idempotencyKey };
    const lost = await client.tokens.create.mutate(asked);
    const told = await client.tokens.create.mutate(asked);
    expect(told.token).not.toBe(lost.token);
    const use = (token: string) => clientWith(web, bearer(token)).workspaces.get.query();
    expect(await refusalOf(use(lost.token))).toBe("UNAUTHENTICATED");
    expect((await use(told.token)).role).toBe("owner");
    const { tokens } = await client.tokens.list.query();
    expect(tokens.filter(({ isRevoked }) => !isRevoked).map(({ id }) => id)).toEqual([told.tokenId]);
    const again = await client.tokens.create.mutate(asked);
    expect(await refusalOf(use(told.token))).toBe("UNAUTHENTICATED");
    expect((await use(again.token)).role).toBe("owner");
  });

  it("affects nobody else's token, whatever key they chose", async () => {
    const { person, client, idempotencyKey } = await newPerson();
    const colleague = await createPerson(web);
    await joinWorkspace(web, colleague, person.workspaceId, "editor");
    const asked = { name: "Job", scopes: ["read" as const], idempotencyKey };
    const { token } = await client.tokens.create.mutate(asked);
    const theirs = clientOf(web, colleague, person.workspaceId);
    expect(await refusalOf(theirs.tokens.create.mutate(asked))).toBe("IDEMPOTENCY_MISMATCH");
    expect((await clientWith(web, bearer(token)).workspaces.get.query()).role).toBe("owner");
  });
});

it("reports a conflict for something with a unique name", async () => {
  const { client } = await newPerson();
  const secret = { name: "API_TOKEN", value: "a value that opens nothing" };
  const agent = { name: "Writer", key: "writer", instructions: "Write.", model: "sandbox/brief" };
  await client.secrets.create.mutate(secret);
  await client.agents.create.mutate(agent);
  expect(await refusalOf(client.secrets.create.mutate(secret))).toBe("CONFLICT");
  expect(await refusalOf(client.agents.create.mutate(agent))).toBe("CONFLICT");
});
