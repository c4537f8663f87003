import { expect, it } from "vitest";
import { providerKeyIdSchema } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { findUsableProviderKeyId } from "#server/db/keys/provider-key-store.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { pureDefinition } from "#server/testing/procedure-inputs.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const web = await createTestWeb();
const owner = await createPerson(web);
const client = clientOf(web, owner);

const add = async (label: string, whose: "workspace" | "me") => {
  const key = { provider: "anthropic", label, secret: `sk-ant-${label}-secret`, owner: whose } as const;
  return providerKeyIdSchema.parse((await client.keys.create.mutate(key)).keyId);
};
/** The key used by a run that the person, or nobody, starts. */
const used = (userId: typeof owner.userId | null) =>
  withTenant(web.tools.db, owner.workspaceId, (tx) =>
    findUsableProviderKeyId(tx, owner.workspaceId, "anthropic", userId),
  );

const [first, second, mine] = [
  await add("one", "workspace"),
  await add("two", "workspace"),
  await add("own", "me"),
];

it("is a person's own before the workspace's, and of several the last one preferred", async () => {
  expect([await used(null), await used(owner.userId)]).toEqual([second, mine]);
  await client.keys.prefer.mutate({ keyId: first });
  expect([await used(null), await used(owner.userId)]).toEqual([first, mine]);
  const { keys } = await client.keys.list.query();
  expect(keys.map(({ id, usedInsteadId }) => [id, usedInsteadId])).toEqual([
    [first, null],
    [second, first],
    [mine, null],
  ]);
  const third = await add("three", "workspace");
  expect(await used(null)).toBe(third);
  expect((await client.audit.list.query({ action: "key.prefer" })).events).toHaveLength(1);
});

it("is changed by those who manage the key, and seen by nobody else", async () => {
  const editor = await createPerson(web);
  await joinWorkspace(web, editor, owner.workspaceId, "editor");
  const asEditor = clientOf(web, editor, owner.workspaceId);
  expect(await refusalOf(asEditor.keys.prefer.mutate({ keyId: second }))).toBe("FORBIDDEN");
  expect(await refusalOf(asEditor.keys.uses.query({ keyId: mine }))).toBe("NOT_FOUND");
});

it("comes with where a key is used, and what was spent with it", async () => {
  const { pipelineId } = await client.pipelines.create.mutate({ definition: pureDefinition });
  const { runId } = await client.runs.start.mutate({ pipelineId, input: { word: "a" } });
  const { agentId } = await client.agents.create.mutate({
    ...{ key: "writer", name: "Writer", instructions: "Write.", model: "anthropic/claude-haiku-5-5" },
  });
  await withTenant(
    web.tools.db,
    owner.workspaceId,
    (tx) => tx.$executeRaw`
      INSERT INTO ledger_entries (workspace_id, run_id, node_id, attempt, kind, provider, model, provider_key_id, amount_micros)
      SELECT ${owner.workspaceId}::uuid, ${runId}::uuid, 'write', n, 'settle', 'anthropic', 'claude', ${first}::uuid, 40 FROM generate_series(1, 2) n`,
  );
  const { pipelines, agents } = await client.keys.uses.query({ keyId: first });
  expect(pipelines).toEqual([
    { pipelineId, pipelineName: pureDefinition.name, calls: 2, unpricedCalls: 0, costMicros: 80 },
  ]);
  expect(agents.map(({ id }) => id)).toEqual([agentId]);
  expect((await client.keys.uses.query({ keyId: second })).pipelines).toEqual([]);
});

it("is removed once: afterwards the key is not found", async () => {
  const { keys } = client;
  const keyId = await add("gone", "workspace");
  const outcomes = await Promise.all([
    refusalOf(keys.replace.mutate({ keyId, secret: "sk-ant-other-secret" })),
    refusalOf(keys.remove.mutate({ keyId })),
    refusalOf(keys.prefer.mutate({ keyId })),
    refusalOf(keys.remove.mutate({ keyId })),
  ]);
  expect(outcomes.every((outcome) => ["nothing", "NOT_FOUND"].includes(outcome))).toBe(true);
  expect([outcomes[1], outcomes[3]].toSorted()).toEqual(["NOT_FOUND", "nothing"]);
  const rows = await web.database.asOwner("select ciphertext from provider_keys where id = $1", [keyId]);
  expect(rows).toEqual([{ ciphertext: "" }]);
});
