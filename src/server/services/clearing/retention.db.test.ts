import { expect, it } from "vitest";
import { createTestEngine } from "#server/services/testing/service-context.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { canaryWord, furnishWorkspace } from "#server/testing/furnish-workspace.ts";
import { clientOf, createPerson, joinWorkspace, type Person } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { clearOldRows } from "./clear-old-rows.ts";

const web = await createTestWeb();
const { asOwner } = web.database;
const engine = createTestEngine(web.tools);
const dayMs = 86_400_000;

/** As if `days` days had passed. */
async function clearAfter(days: number): Promise<number> {
  await asOwner("update system.clearings set look_at = now() - interval '1 second'");
  return clearOldRows(engine, Date.now() + days * dayMs);
}

async function setScene() {
  const owner = await createPerson(web);
  const client = clientOf(web, owner);
  const ids = await furnishWorkspace(client, owner);
  const { runIds } = await decide(client, ids.waitId);
  return { owner, client, ids, runIds };
}

/** A run that people decided about, with what they were shown. */
async function decide(client: ReturnType<typeof clientOf>, waitId: string) {
  const [asking] = (await client.waits.list.query({})).waits;
  await client.waits.decide.mutate({ waitId, choice: asking?.choices[0] ?? "" });
  return { runIds: asking === undefined ? [] : [asking.runId] };
}

/** Adds tool calls of an agent: an approved one, with what people told the agent, and one that was never made. */
const noteCalls = ({ workspaceId }: Person, runId: string) =>
  asOwner(
    `insert into node_steps (workspace_id, run_id, node_id, seq, attempt, kind, status, request_hash, call_id, tool, effect,
                             input, output, decision, decision_hash, decision_note, finished_at)
     select $1, $2, 'shape', seq, 1, 'tool', status, 'h', 'c', 'act', 'write', $3, $3, 'approved', 'h', $4, finished_at
       from (values (2, 'completed', now()), (3, 'planned', null)) as step (seq, status, finished_at)`,
    [workspaceId, runId, JSON.stringify({ text: canaryWord }), canaryWord],
  );

it("deletes the bodies of runs that ended long ago, and keeps what they did and cost", async () => {
  const { client, owner, ids, runIds } = await setScene();
  const { runId } = ids;
  await noteCalls(owner, runId);
  const before = await client.runs.get.query({ runId });
  await client.workspaces.setRetention.mutate({ days: 30 });
  await client.workspaces.setRetention.mutate({ days: 30 });
  expect(await client.workspaces.retention.query()).toEqual({ days: 30 });
  expect((await client.audit.list.query({ action: "workspace.retention" })).events).toHaveLength(1);
  await clearAfter(29);
  expect((await client.runs.get.query({ runId })).run.input).toEqual({ word: canaryWord });
  // Both runs, one per transaction; afterwards there is nothing left to do.
  expect(await clearAfter(31)).toBe(2);
  expect(await clearAfter(31)).toBe(0);
  const after = await client.runs.get.query({ runId });
  expect(after.run).toMatchObject({ status: "completed", input: null, output: null, variables: {} });
  expect(after.run.bodiesDeletedAtMs).toBeGreaterThan(Date.now() - 600_000);
  expect(after.nodeRuns.map(({ status, input, output }) => [status, input, output])).toEqual(
    before.nodeRuns.map(({ status }) => [status, null, null]),
  );
  expect(after.run.costMicros).toBe(before.run.costMicros);
  for (const table of ["runs", "node_runs", "node_steps", "attempts", "run_events", "artifacts", "waits"]) {
    const key = table === "runs" ? "id" : "run_id";
    const found = await asOwner(`select from ${table} as it where ${key} = any($1) and it::text like $2`, [
      [runId, ...runIds],
      `%${canaryWord}%`,
    ]);
    expect(found, table).toEqual([]);
  }
  const calls = "select decision from node_steps where run_id = $1 order by seq";
  expect(await asOwner(calls, [runId])).toEqual([{ decision: "approved" }, { decision: "approved" }]);
  const asked = [
    client.runs.getNode.query({ runId, nodeId: "shape" }),
    client.artifacts.get.query({ artifactId: ids.artifactId }),
    client.runs.exportCassette.query({ runId }),
    client.runs.fork.mutate({ runId, fromNodeIds: ["shape"] }),
    client.runs.compare.query({ runIds: [runId, runId] }),
  ];
  expect(await Promise.all(asked.map(refusalOf))).toEqual(asked.map(() => "BODY_DELETED"));
  const artifacts = (await client.artifacts.list.query({ runId })).artifacts;
  expect(artifacts[0]?.sizeBytes).toBeGreaterThan(0);
});

it("leaves runs in progress, other workspaces, and those that keep everything", async () => {
  const keeping = await setScene();
  const { owner, client } = await setScene();
  await client.workspaces.setRetention.mutate({ days: 1 });
  const { pipelineId } = await client.pipelines.create.mutate({
    definition: {
      name: "Waits",
      nodes: [
        { id: "start", type: "trigger", name: "Start" },
        { id: "pause", type: "delay", name: "Pause", config: { seconds: 1_800 } },
      ],
      edges: [{ id: "e1", from: "start", to: "pause" }],
    },
  });
  const { runId } = await client.runs.start.mutate({ pipelineId, input: { word: "kept" } });
  await clearAfter(50);
  expect((await client.runs.get.query({ runId })).run.input).toEqual({ word: "kept" });
  const other = await keeping.client.runs.get.query({ runId: keeping.ids.runId });
  expect(other.run.input).toEqual({ word: canaryWord });
  const editor = await createPerson(web);
  await joinWorkspace(web, editor, owner.workspaceId, "editor");
  const asEditor = clientOf(web, editor, owner.workspaceId);
  expect(await refusalOf(asEditor.workspaces.setRetention.mutate({ days: null }))).toBe("FORBIDDEN");
  await client.workspaces.setRetention.mutate({ days: null });
  expect(await client.workspaces.retention.query()).toEqual({ days: null });
});
