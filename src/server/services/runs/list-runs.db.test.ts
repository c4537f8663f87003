import { describe, expect, it } from "vitest";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { listRuns } from "./list-runs.ts";
import { startRun } from "./start-run.ts";

const web = await createTestWeb();
const database = await createTestDatabase();

const pure = (name: string) =>
  JSON.stringify({ name, nodes: [{ id: "start", type: "trigger", name: "Start" }], edges: [] });

/** Two people, each with a run of another pipeline. */
async function twoRuns() {
  const [ada, ben] = [await createPerson(web), await createPerson(web)];
  await joinWorkspace(web, ben, ada.workspaceId, "editor");
  const [byAda, byBen] = [clientOf(web, ada), clientOf(web, ben, ada.workspaceId)];
  const start = async (client: typeof byAda, name: string) => {
    const { pipelineId } = await client.pipelines.create.mutate({ definition: pure(name) });
    await client.pipelines.publish.mutate({ pipelineId });
    return (await client.runs.start.mutate({ pipelineId })).runId;
  };
  const tides = await start(byAda, "100% tides");
  const locks = await start(byBen, "Locks_a");
  return { ada, ben, runs: byAda.runs, tides, locks };
}

describe("runs.list", () => {
  it("finds by person, name and id, and takes what is looked for as it is written", async () => {
    const { ben, runs, tides, locks } = await twoRuns();
    const found = async (filter: Parameters<typeof runs.list.query>[0]) =>
      (await runs.list.query(filter)).runs.map(({ id }) => id);
    expect(await found({})).toEqual([locks, tides]);
    expect(await found({ startedBy: ben.userId })).toEqual([locks]);
    expect(await found({ text: "TIDES" })).toEqual([tides]);
    expect(await found({ text: "0% t" })).toEqual([tides]);
    expect(await found({ text: "%" })).toEqual([tides]);
    expect(await found({ text: "_" })).toEqual([locks]);
    expect(await found({ text: "\\" })).toEqual([]);
    expect(await found({ text: locks.slice(-8).toUpperCase() })).toEqual([locks]);
    expect(await found({ text: tides })).toEqual([tides]);
  });

  it("goes back as far as is asked for, and no further", async () => {
    const context = await createTestContext(database.db);
    const pipelineId = await seedPipeline(
      context,
      chainOf("Tides", [{ id: "start", type: "trigger", name: "Start" }]),
    );
    const { runId } = await startRun(context, {
      pipelineId,
      input: null,
      variables: {},
      version: null,
      idempotencyKey: null,
    });
    const listed = async (hoursLater: number) => {
      const clock = { nowMs: () => Date.now() + hoursLater * 3_600_000 };
      const input = {
        pipelineId: null,
        statuses: null,
        startedBy: null,
        withinSeconds: 2 * 3_600,
        text: null,
        cursor: null,
        limit: 50,
      };
      const { runs, total } = await listRuns({ ...context, clock }, input);
      return [runs.map(({ id }) => id), total];
    };
    expect(await listed(1)).toEqual([[runId], 1]);
    expect(await listed(3)).toEqual([[], 0]);
  });

  it("tells who is behind a run, and how many there are on all pages", async () => {
    const { ada, runs } = await twoRuns();
    const first = await runs.list.query({ limit: 1 });
    expect(first).toMatchObject({ total: 2, nextCursor: first.runs[0]?.id });
    const second = await runs.list.query({ limit: 1, cursor: first.nextCursor });
    expect(second).toMatchObject({ total: 2, nextCursor: null });
    expect(second.runs[0]).toMatchObject({ startedByUserId: ada.userId, tokenName: null });
    expect(second.runs[0]?.startedByName).not.toBeNull();
  });
});
