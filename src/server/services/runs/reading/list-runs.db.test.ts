import { describe, expect, it } from "vitest";
import { type RunOrder, runOrders } from "#core/run/run-order.ts";
import type { RunStatus } from "#core/run/status.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { startRun } from "../start/start-run.ts";
import { listRuns } from "./list-runs.ts";

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
  it("finds by person, name and id, and matches text literally", async () => {
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
    expect(await found({ text: tides.slice(14) })).toEqual([tides]);
    expect(await found({ text: tides.slice(0, 4) })).toEqual([locks, tides]);
    expect(await found({ text: tides.slice(-3) })).toEqual([]);
    expect(await found({ text: tides.slice(9, 18) })).toEqual([]);
    expect(await found({ text: "--------" })).toEqual([]);
  });

  it("goes back as far as requested, and no further", async () => {
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
      const input = { ...everything, withinSeconds: 2 * 3_600 };
      const { runs, total } = await listRuns({ ...context, clock }, input);
      return [runs.map(({ id }) => id), total];
    };
    expect(await listed(1)).toEqual([[runId], 1]);
    expect(await listed(3)).toEqual([[], 0]);
  });

  it("shows who started a run, and how many there are on all pages", async () => {
    const { ada, runs } = await twoRuns();
    const first = await runs.list.query({ limit: 1 });
    expect(first).toMatchObject({ total: 2, nextCursor: first.runs[0]?.id });
    const second = await runs.list.query({ limit: 1, cursor: first.nextCursor });
    expect(second).toMatchObject({ total: 2, nextCursor: null });
    expect(second.runs[0]).toMatchObject({ startedByUserId: ada.userId, tokenName: null });
    expect(second.runs[0]?.startedByName).not.toBeNull();
  });

  it("reads all pages in each order, also while runs end and are created meanwhile", async () => {
    const person = await createPerson(web);
    const { runs, pipelines } = clientOf(web, person);
    const { pipelineId } = await pipelines.create.mutate({ definition: pure("Tides") });
    const made: string[] = [];
    for (let run = 0; run < 5; run += 1) made.push((await runs.start.mutate({ pipelineId })).runId);
    // As if they had taken this long, and cost as many micros.
    const seconds = [30, 20, 20, 40, 10];
    await withTenant(web.tools.db, person.workspaceId, async (tx) => {
      for (const [index, id] of made.entries()) await setFigures(tx, id, seconds[index] ?? 0);
    });
    const walk = async (
      order: RunOrder,
      meanwhile: () => Promise<unknown> = async () => null,
      statuses: RunStatus[] | null = null,
    ) => {
      const seen = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof runs.list.query>> = await runs.list.query({
          order,
          statuses,
          limit: 2,
          cursor,
        });
        seen.push(...page.runs.map(({ id }) => made.indexOf(id)));
        cursor = page.nextCursor;
        await meanwhile();
      } while (cursor !== null);
      return seen;
    };
    expect(await walk("newest")).toEqual([4, 3, 2, 1, 0]);
    expect(await walk("oldest")).toEqual([0, 1, 2, 3, 4]);
    expect(await walk("longest")).toEqual([3, 0, 2, 1, 4]);
    for (const order of runOrders) {
      expect(await walk(order, undefined, ["failed", "completed", "failed"])).toEqual(await walk(order));
      expect(await walk(order, undefined, ["failed", "waiting"])).toEqual([]);
    }
    // The last run of a page moves up meanwhile: the next page begins where it was.
    let isMoved = false;
    const moveUp = async () => {
      if (isMoved) return;
      isMoved = true;
      await withTenant(web.tools.db, person.workspaceId, (tx) => setFigures(tx, made[0] ?? "", 100));
    };
    expect(await walk("costliest", moveUp)).toEqual([3, 0, 2, 1, 4]);
    expect((await runs.list.query({ order: "costliest" })).total).toBe(5);
    const wrong = runs.list.query({ order: "costliest", cursor: made[0] ?? "" });
    expect(await refusalOf(wrong)).toBe("INVALID_INPUT");
  });

  it("finds text in inputs and outputs, literally, and continues where it stopped searching", async () => {
    const context = await createTestContext(database.db);
    const chain = chainOf("Tides", [
      { id: "start", type: "trigger", name: "Start" },
      {
        id: "shout",
        type: "transform",
        name: "Shout",
        config: { value: { said: "'out of ' + input.word" } },
      },
    ]);
    const pipelineId = await seedPipeline(context, chain);
    const start = async (word: string) =>
      (await startRun(context, { ...asked, pipelineId, input: { word } })).runId;
    const [first, , third] = [
      await start('the "Weir" at 100%'),
      await start("nothing"),
      await start("a weir"),
    ];
    const find = async (content: string, more: object = {}, mostLooked = 5_000) => {
      const page = await listRuns(context, { ...everything, content, ...more }, mostLooked);
      return {
        ids: page.runs.map(({ id }) => id),
        next: page.nextCursor,
        looked: page.looked,
        total: page.total,
      };
    };
    expect(await find("WEIR")).toEqual({ ids: [third, first], next: null, looked: 3, total: null });
    expect((await find('"weir"')).ids).toEqual([first]);
    expect((await find("out of the")).ids).toEqual([first]);
    expect((await find("100%")).ids).toEqual([first]);
    expect((await find("10_%")).ids).toEqual([]);
    expect((await find("weir", { order: "oldest" })).ids).toEqual([first, third]);
    expect((await find("weir", { statuses: ["failed"] })).ids).toEqual([]);
    expect((await find("weir", { statuses: ["failed", "completed"] })).ids).toEqual([third, first]);
    const page = await find("weir", { limit: 1 });
    expect(page).toMatchObject({ ids: [third], next: third });
    expect((await find("weir", { limit: 1, cursor: page.next })).ids).toEqual([first]);
    const short = await find("weir", {}, 2);
    expect(short).toMatchObject({ ids: [third], looked: 2 });
    expect(await find("weir", { cursor: short.next }, 2)).toMatchObject({
      ids: [first],
      next: null,
      looked: 1,
    });
  });

  it("lists those of a version, and those whose cost is in a range", async () => {
    const person = await createPerson(web);
    const { runs, pipelines } = clientOf(web, person);
    const { pipelineId } = await pipelines.create.mutate({ definition: pure("Tides") });
    const { pipelineId: other } = await pipelines.create.mutate({ definition: pure("Locks") });
    const made: string[] = [];
    const startTwo = async (of: typeof pipelineId) => {
      await pipelines.publish.mutate({ pipelineId: of });
      for (let run = 0; run < 2; run += 1) made.push((await runs.start.mutate({ pipelineId: of })).runId);
    };
    await startTwo(pipelineId);
    await pipelines.saveDraft.mutate({ pipelineId, definition: pure("High tides"), expectedRevision: 1 });
    await startTwo(pipelineId);
    await startTwo(other);
    const seconds = [30, 20, 10, 40, 50, 60];
    await withTenant(web.tools.db, person.workspaceId, async (tx) => {
      for (const [index, id] of made.entries()) await setFigures(tx, id, seconds[index] ?? 0);
    });
    const list = async (filter: Parameters<typeof runs.list.query>[0]) => {
      const page = await runs.list.query(filter);
      expect(page.total).toBe(page.runs.length);
      return page.runs.map(({ id }) => made.indexOf(id));
    };
    const [second, first] = (await pipelines.versions.query({ pipelineId })).versions.map(({ id }) => id);
    expect(await list({ versionId: first })).toEqual([1, 0]);
    expect(await list({ versionId: second, order: "costliest" })).toEqual([3, 2]);
    expect(await list({ versionId: first, pipelineId, order: "longest" })).toEqual([0, 1]);
    expect(await list({ versionId: first, pipelineId: other })).toEqual([]);
    expect(await list({ versionId: made[0] })).toEqual([]);
    expect(await list({ costFromMicros: 30 })).toEqual([5, 4, 3, 0]);
    expect(await list({ costToMicros: 30, order: "oldest" })).toEqual([0, 1, 2]);
    expect(await list({ costFromMicros: 20, costToMicros: 50, order: "costliest" })).toEqual([4, 3, 0, 1]);
    expect(await list({ costFromMicros: 20, costToMicros: 50, order: "longest", limit: 4 })).toEqual([
      4, 3, 0, 1,
    ]);
    const next = await runs.list.query({ costFromMicros: 20, order: "longest", limit: 2 });
    expect(next.total).toBe(5);
    const { nextCursor: cursor } = next;
    const rest = await runs.list.query({ costFromMicros: 20, order: "longest", cursor });
    expect(rest.runs.map(({ id }) => made.indexOf(id))).toEqual([3, 0, 1]);
    const wrong = runs.list.query({ costFromMicros: 2, costToMicros: 1 });
    expect(await refusalOf(wrong)).toBe("INVALID_INPUT");
  });

  it("omits unfinished runs from the longest and the most expensive", async () => {
    const context = await createTestContext(database.db);
    const chain = chainOf("Tides", [
      { id: "start", type: "trigger", name: "Start" },
      { id: "pause", type: "delay", name: "Pause", config: { seconds: 1800 } },
    ]);
    const pipelineId = await seedPipeline(context, chain);
    await startRun(context, { pipelineId, input: null, variables: {}, version: null, idempotencyKey: null });
    const totals = [];
    for (const order of runOrders) totals.push((await listRuns(context, { ...everything, order })).total);
    expect(totals).toEqual([1, 1, 0, 0]);
  });
});

const asked = { variables: {}, version: null, idempotencyKey: null } as const;

const everything = {
  pipelineId: null,
  statuses: null,
  startedBy: null,
  triggerKinds: null,
  withinSeconds: null,
  text: null,
  order: "newest",
  cursor: null,
  limit: 50,
} as const;

async function setFigures(tx: TenantTransaction, runId: string, seconds: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE runs SET finished_at = started_at + make_interval(secs => ${seconds}), cost_micros = ${seconds} WHERE id = ${runId}::uuid`;
}
