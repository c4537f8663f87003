import { describe, expect, it } from "vitest";
import { type PipelineOrder, pipelineOrders } from "#core/pipeline/pipeline-order.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const web = await createTestWeb();

/** The state of each pipeline in the list; none where it has never run. */
const standings = [
  { name: "Tides 10", run: { costMicros: 10, successes: 9, errors: 1 } },
  { name: "tides 9", run: { costMicros: null, successes: 1, errors: 1 } },
  { name: "Locks", run: null },
  { name: "Weirs, 100%", run: { costMicros: 0, successes: 4, errors: 0 } },
  { name: "Locks", run: null },
] as const;

/** Created in this order, so the last was changed last, and the fourth ran last. */
async function makePipelines() {
  const person = await createPerson(web);
  const client = clientOf(web, person);
  const made: string[] = [];
  for (const { name, run } of standings) {
    const definition = { name, nodes: [{ id: "start", type: "trigger", name: "Start" }], edges: [] };
    const { pipelineId } = await client.pipelines.create.mutate({ definition: JSON.stringify(definition) });
    made.push(pipelineId);
    if (run === null) continue;
    await client.runs.start.mutate({ pipelineId });
    await withTenant(web.tools.db, person.workspaceId, async (tx) => {
      await tx.$executeRaw`
        UPDATE runs SET cost_micros = ${run.costMicros ?? 0}, cost_unknown = ${run.costMicros === null} WHERE pipeline_id = ${pipelineId}::uuid`;
      await tx.$executeRaw`
        UPDATE pipeline_counts SET success_count = ${run.successes}, error_count = ${run.errors} WHERE pipeline_id = ${pipelineId}::uuid`;
    });
  }
  return { client, made };
}

type Client = Awaited<ReturnType<typeof makePipelines>>["client"];

/** Reads page after page. */
async function walk(client: Client, made: readonly string[], order: PipelineOrder, limit: number | null) {
  const seen: number[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof client.pipelines.list.query>> = await client.pipelines.list.query({
      order,
      limit,
      cursor,
    });
    expect(page.pipelines.length).toBeLessThanOrEqual(limit ?? made.length);
    seen.push(...page.pipelines.map(({ id }) => made.indexOf(id)));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return seen;
}

describe("pipelines.list", () => {
  it("orders by each key, pipelines without a run last, and pages give the same order as the whole list", async () => {
    const { client, made } = await makePipelines();
    const expected: Record<PipelineOrder, readonly number[]> = {
      changed: [4, 3, 2, 1, 0],
      run: [3, 1, 0, 4, 2],
      name: [2, 4, 1, 0, 3],
      failing: [1, 0, 3, 4, 2],
      cost: [0, 3, 4, 2, 1],
    };
    for (const order of pipelineOrders) {
      for (const limit of [null, 1, 2, 3, 5])
        expect([order, limit, await walk(client, made, order, limit)]).toEqual([
          order,
          limit,
          // The cost of the second is unknown: it is sorted with those without a run, by id.
          expected[order],
        ]);
    }
  });

  it("returns all of them without a limit", async () => {
    const { client } = await makePipelines();
    const { pipelines, nextCursor } = await client.pipelines.list.query();
    expect([pipelines.length, nextCursor]).toEqual([5, null]);
    expect(pipelines.map(({ runCount }) => runCount)).toEqual([0, 1, 0, 1, 1]);
  });

  it("finds part of a name, literally and case-insensitively", async () => {
    const { client, made } = await makePipelines();
    const found = async (text: string) =>
      (await client.pipelines.list.query({ text })).pipelines.map(({ id }) => made.indexOf(id));
    expect(await found(" TIDES ")).toEqual([1, 0]);
    expect(await found("%")).toEqual([3]);
    expect(await found("_")).toEqual([]);
    expect(await found("")).toHaveLength(5);
  });

  it("refuses a cursor of another order", async () => {
    const { client } = await makePipelines();
    const { nextCursor } = await client.pipelines.list.query({ limit: 1, order: "name" });
    const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const id = "00000000-0000-7000-8000-000000000000";
    for (const cursor of [
      nextCursor,
      "nothing",
      "",
      forged(["changed", "x", id]),
      forged(["changed", "1", "me"]),
    ]) {
      expect(await refusalOf(client.pipelines.list.query({ order: "changed", cursor }))).toBe(
        "INVALID_INPUT",
      );
    }
  });
});
