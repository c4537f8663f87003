import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { addDays, dayOf } from "#core/pricing/cost-groups.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { createFileBodies } from "#server/files/file-bodies.ts";
import { sourceOf } from "#server/files/spool.ts";
import { keepFile } from "#server/services/files/keep-file.ts";
import { PlanCache } from "#server/services/progress/plan-cache.ts";
import { createTestEngine } from "#server/services/testing/service-context.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { furnishWorkspace } from "#server/testing/furnish-workspace.ts";
import {
  bearer,
  clientOf,
  clientWith,
  createPerson,
  joinWorkspace,
  type Person,
} from "#server/testing/people.ts";
import { pureDefinition } from "#server/testing/procedure-inputs.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { purge } from "./purge.ts";

const web = await createTestWeb();
const { asOwner } = web.database;
const engine = createTestEngine({ ...web.tools, runs: { ...web.tools.runs, plans: new PlanCache() } });

const folder = await mkdtemp(join(tmpdir(), "penstock-purge-"));
afterAll(() => rm(folder, { recursive: true }));

async function setScene() {
  const owner = await createPerson(web);
  const client = clientOf(web, owner);
  return { owner, client, ids: await furnishWorkspace(client, owner) };
}

/** A call that a run paid for. */
const book = ({ workspaceId }: Person, runId: string) =>
  withTenant(
    web.tools.db,
    workspaceId,
    (tx) => tx.$executeRaw`
      INSERT INTO ledger_entries (workspace_id, run_id, node_id, attempt, kind, provider, model, amount_micros)
      VALUES (${workspaceId}::uuid, ${runId}::uuid, 'write', 1, 'settle', 'anthropic', 'claude', 70)`,
  );

/** The rows of every table that refers to a workspace, including tables added later. */
async function rowsOf(workspaceId: string): Promise<{ readonly [table: string]: number }> {
  const tables = await asOwner<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.columns
      where column_name = 'workspace_id' and table_schema in ('public', 'system') order by 1`,
  );
  const counts: { [table: string]: number } = {};
  for (const { name } of tables) {
    const [row] = await asOwner<{ count: number }>(
      `select count(*)::int as count from ${name} where workspace_id = $1`,
      [workspaceId],
    );
    if ((row?.count ?? 0) > 0) counts[name] = row?.count ?? 0;
  }
  return counts;
}

async function costsOf({ client }: Awaited<ReturnType<typeof setScene>>) {
  const today = dayOf(Date.now());
  const span = { firstDay: addDays(today, -1), lastDay: today };
  const { rows, total } = await client.costs.breakdown.query({ ...span, by: "pipeline" });
  return { names: rows.map(({ pipelineName }) => pipelineName), costMicros: total.costMicros };
}

describe("runs.delete", () => {
  it("deletes everything of the run except its ledger entries, once", async () => {
    const scene = await setScene();
    const { client, owner, ids } = scene;
    await book(owner, ids.runId);
    const before = await costsOf(scene);
    const { runId: forkId } = await client.runs.fork.mutate({ runId: ids.runId, fromNodeIds: ["shape"] });
    await client.runs.delete.mutate({ runId: ids.runId });
    await client.runs.delete.mutate({ runId: ids.runId });
    expect(await refusalOf(client.runs.get.query({ runId: ids.runId }))).toBe("NOT_FOUND");
    expect(await refusalOf(client.artifacts.get.query({ artifactId: ids.artifactId }))).toBe("NOT_FOUND");
    for (const table of ["node_runs", "attempts", "run_events", "artifacts", "waits"]) {
      expect(await asOwner(`select from ${table} where run_id = $1`, [ids.runId]), table).toEqual([]);
    }
    expect(await costsOf(scene)).toEqual(before);
    expect(before.costMicros).toBe(70);
    // What a fork took over is its own.
    expect((await client.runs.get.query({ runId: forkId })).run.status).toBe("completed");
    const { events } = await client.audit.list.query({ action: "run.delete" });
    expect(events).toHaveLength(1);
  });

  it("refuses a run that has not ended, and people without the permission", async () => {
    const { client, owner } = await setScene();
    const [asking] = (await client.waits.list.query({})).waits;
    const runId = asking?.runId ?? "";
    expect(await refusalOf(client.runs.delete.mutate({ runId }))).toBe("CONFLICT");
    const editor = await createPerson(web);
    await joinWorkspace(web, editor, owner.workspaceId, "editor");
    expect(await refusalOf(clientOf(web, editor, owner.workspaceId).runs.delete.mutate({ runId }))).toBe(
      "FORBIDDEN",
    );
    const stranger = clientOf(web, await createPerson(web));
    expect(await refusalOf(stranger.runs.delete.mutate({ runId }))).toBe("NOT_FOUND");
    expect((await client.runs.get.query({ runId })).run.status).toBe("waiting");
  });
});

it("deletes a child run with its parent, and not alone", async () => {
  const { client, owner, ids } = await setScene();
  const { runId: rootId } = await client.runs.start.mutate({
    pipelineId: ids.pipelineId,
    input: { word: "root" },
  });
  await asOwner(
    `update runs set parent_run_id = $1, root_run_id = $1, parent_node_id = 'shape', parent_iteration = 0, parent_attempt = 1, depth = 1
      where id = $2`,
    [rootId, ids.runId],
  );
  await book(owner, ids.runId);
  expect(await refusalOf(client.runs.delete.mutate({ runId: ids.runId }))).toBe("CONFLICT");
  await client.runs.delete.mutate({ runId: rootId });
  expect(await asOwner("select from runs where id = any($1)", [[rootId, ids.runId]])).toEqual([]);
  expect(await asOwner("select from ledger_entries where run_id = $1", [ids.runId])).toHaveLength(1);
});

describe("pipelines.delete", () => {
  it("stops running runs, deletes everything in batches, and keeps the costs under its name", async () => {
    const scene = await setScene();
    const { client, owner } = scene;
    const pause = { id: "pause", type: "delay", name: "Pause", config: { seconds: 1_800 } } as const;
    const start = { id: "start", type: "trigger", name: "Start" } as const;
    const { pipelineId } = await client.pipelines.create.mutate({
      definition: {
        name: "Doomed",
        nodes: [start, pause],
        edges: [{ id: "e1", from: "start", to: "pause" }],
      },
    });
    await client.pipelines.publish.mutate({ pipelineId });
    const { runId } = await client.runs.start.mutate({ pipelineId });
    for (let count = 0; count < 4; count += 1) {
      const started = await client.runs.start.mutate({ pipelineId });
      await client.runs.cancel.mutate({ runId: started.runId });
    }
    await client.budgets.create.mutate({ scope: { pipelineId }, per: "month", limitMicros: 5 });
    await book(owner, runId);
    expect(await refusalOf(client.pipelines.delete.mutate({ pipelineId, confirm: "doomed" }))).toBe(
      "INVALID_INPUT",
    );
    expect(await client.pipelines.delete.mutate({ pipelineId, confirm: "Doomed" })).toEqual({
      isDone: false,
    });
    expect(await refusalOf(client.runs.start.mutate({ pipelineId }))).toBe("CONFLICT");
    expect(await refusalOf(client.pipelines.archive.mutate({ pipelineId, isArchived: false }))).toBe(
      "CONFLICT",
    );
    const small = { purges: 10, batches: 1, rows: 2 };
    expect(await purge(engine, small)).toEqual({ done: 0, begun: 1, failed: 0 });
    expect(await client.pipelines.delete.mutate({ pipelineId, confirm: "" })).toEqual({ isDone: false });
    for (let round = 0; round < 4; round += 1) await purge(engine, small);
    expect(await client.pipelines.delete.mutate({ pipelineId, confirm: "" })).toEqual({ isDone: true });
    expect(await refusalOf(client.pipelines.get.query({ pipelineId }))).toBe("NOT_FOUND");
    for (const table of ["runs", "pipeline_versions", "pipeline_counts", "triggers", "budgets"]) {
      expect(await asOwner(`select from ${table} where pipeline_id = $1`, [pipelineId]), table).toEqual([]);
    }
    expect(await asOwner("select from system.purges")).toEqual([]);
    expect(await costsOf(scene)).toEqual({ names: ["Doomed"], costMicros: 70 });
    expect((await client.audit.list.query({ action: "pipeline.delete" })).events).toHaveLength(1);
  });
});

it("refuses a pipeline that runs in progress may call, unless told otherwise", async () => {
  const { client } = await setScene();
  const start = { id: "start", type: "trigger", name: "Start" } as const;
  const ask = { id: "next", type: "wait", name: "Ask", config: { for: "approval", title: "Go?" } } as const;
  const edges = [{ id: "e1", from: "start", to: "next" }];
  const { pipelineId } = await client.pipelines.create.mutate({
    definition: { name: "Called", nodes: [start, ask], edges },
  });
  await client.pipelines.publish.mutate({ pipelineId });
  const call = { id: "next", type: "call", name: "Call", config: { pipeline: pipelineId } } as const;
  const caller = await client.pipelines.create.mutate({
    definition: { name: "Caller", nodes: [start, call], edges },
  });
  await client.runs.start.mutate({ pipelineId: caller.pipelineId });
  const { callingRuns } = await client.pipelines.dependents.query({ pipelineId });
  expect(callingRuns).toEqual([{ pipelineName: "Caller", runs: 1 }]);
  const named = { pipelineId, confirm: "Called" };
  await expect(client.pipelines.delete.mutate(named)).rejects.toMatchObject({
    data: { error: { code: "CONFLICT" } },
    message: expect.stringContaining("runs in progress of Caller (1)"),
  });
  expect((await client.pipelines.get.query({ pipelineId })).isArchived).toBe(false);
  expect(await client.pipelines.delete.mutate({ ...named, evenIfCalled: true })).toEqual({ isDone: false });
});

describe("workspaces.delete", () => {
  it("requires its owner to type its address, and leaves nothing of it anywhere", async () => {
    const { client, owner } = await setScene();
    const neighbour = await setScene();
    const before = await rowsOf(neighbour.owner.workspaceId);
    const confirm = owner.workspaceSlug;
    await book(owner, (await client.runs.list.query({})).runs[0]?.id ?? "");
    const admin = await createPerson(web);
    await joinWorkspace(web, admin, owner.workspaceId, "admin");
    const asAdmin = clientOf(web, admin, owner.workspaceId);
    expect(await refusalOf(asAdmin.workspaces.delete.mutate({ confirm }))).toBe("FORBIDDEN");
    expect(await refusalOf(client.workspaces.delete.mutate({ confirm: "another" }))).toBe("INVALID_INPUT");
    const { token } = await client.tokens.create.mutate({ name: "left", scopes: ["read"] });
    await client.workspaces.delete.mutate({ confirm });
    expect(await refusalOf(client.workspaces.get.query())).toBe("NOT_FOUND");
    expect(await refusalOf(asAdmin.runs.list.query({}))).toBe("NOT_FOUND");
    expect(await refusalOf(clientWith(web, bearer(token)).runs.list.query({}))).toBe("UNAUTHENTICATED");
    expect((await client.workspaces.list.query()).workspaces).toEqual([]);
    const files = createFileBodies(web.tools.db, { folder, s3: null, maxBytes: 1_000_000 });
    const keeping = { db: web.tools.db, bodies: files };
    await keepFile(keeping, owner.workspaceId, sourceOf(Buffer.alloc(100_000, 1)), "image/png");
    const small = { purges: 10, batches: 3, rows: 5 };
    let rounds = 0;
    while ((await asOwner("select from system.purges")).length > 0 && rounds < 50) {
      const { failed } = await purge({ ...engine, bodies: files }, small);
      expect(failed).toBe(0);
      rounds += 1;
    }
    const left = await readdir(folder, { recursive: true, withFileTypes: true });
    expect(left.filter((one) => one.isFile())).toEqual([]);
    expect(rounds).toBeGreaterThan(1);
    expect(await rowsOf(owner.workspaceId)).toEqual({});
    expect(await asOwner("select from workspaces where id = $1", [owner.workspaceId])).toEqual([]);
    expect(await rowsOf(neighbour.owner.workspaceId)).toEqual(before);
  });

  it("is refused by the database while it has members", async () => {
    const { owner } = await setScene();
    const piece = withTenant(
      web.tools.db,
      owner.workspaceId,
      (tx) => tx.$queryRaw`SELECT system.delete_workspace_piece(10)`,
    );
    await expect(piece).rejects.toThrow("only a workspace without members is deleted");
  });
});

it("waits for the end of a run in progress, whoever asks", async () => {
  const { client, owner } = await setScene();
  const { pipelineId } = await client.pipelines.create.mutate({ definition: pureDefinition });
  const { runId } = await client.runs.start.mutate({ pipelineId, input: { word: "hello" } });
  await asOwner("alter table runs disable trigger runs_terminal_status");
  await asOwner("update runs set status = 'running' where id = $1", [runId]);
  await asOwner("alter table runs enable trigger runs_terminal_status");
  const deleted = await withTenant(
    web.tools.db,
    owner.workspaceId,
    (tx) => tx.$queryRaw`SELECT system.delete_runs(ARRAY[${runId}]::uuid[]) AS count`,
  );
  expect(deleted).toEqual([{ count: 0 }]);
});
