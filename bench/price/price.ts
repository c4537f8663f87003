import type { Figure } from "../figure.ts";
import { inLanes } from "../measure.ts";
import type { Stage } from "../stage.ts";
import { processorTime } from "./processor-time.ts";
import { countWrites } from "./writes.ts";

/** A run whose price is asked for. */
export interface Priced {
  /** As the targets name it. */
  readonly work: string;
  /** Nodes of the run, without its trigger. */
  readonly nodes: number;
  /** Runs from its start to its end. */
  readonly once: () => Promise<unknown>;
  /** Runs that the price is the mean of. */
  readonly times: number;
  /** What all processes together may take of the processor for one run, in milliseconds. */
  readonly targetMs?: number;
  /** How many commits a node may wait for. */
  readonly targetCommits?: number;
}

/** Runs that go first, so that programs are compiled, plans made and pages read. */
const unmeasured = 20;

/** What a run costs whoever runs it: processor time of each process, and what the database writes for a node. */
export async function priceOf(stage: Stage, priced: Priced): Promise<readonly Figure[]> {
  const { work, nodes, once, times } = priced;
  // The first change of a page after a checkpoint is written whole: let that be over before anything is counted.
  await stage.asOwner("checkpoint");
  await inLanes(4, unmeasured, once);
  // One at a time, so that no two share a transaction: what a node costs by itself.
  const alone = await countWrites(stage, () => inLanes(1, times, once));
  const processor = await processorTime(stage, { work, times, target: priced.targetMs }, () =>
    inLanes(8, times, once),
  );
  const count = times * nodes;
  const tables = alone.rows.map(({ table, count: rows }) => ({ table, perNode: rows / count }));
  const total = tables.reduce((sum, { perNode }) => sum + perNode, 0);
  const most = tables.filter(({ perNode }) => perNode >= 0.05);
  const list = most.map(({ table, perNode }) => `${table} ${perNode.toFixed(2)}`).join(", ");
  const perNode = { work, unit: "per node" } as const;
  return [
    ...processor,
    {
      ...perNode,
      what: "commits that are waited for",
      value: alone.flushes / count,
      ...(priced.targetCommits === undefined ? {} : { target: priced.targetCommits }),
    },
    { ...perNode, what: "transactions, with reads", value: alone.commits / count },
    { ...perNode, what: "rows written", value: total, detail: list },
    { work, what: "written ahead (WAL)", value: alone.walBytes / count, unit: "bytes per node" },
  ];
}
