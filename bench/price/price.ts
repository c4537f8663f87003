import type { Figure } from "../figure.ts";
import { inLanes } from "../measure.ts";
import type { Stage } from "../stage.ts";
import { processorTime } from "./processor-time.ts";
import { writesDuring } from "./writes.ts";

/** A run to measure. */
export interface Priced {
  /** The targets' name of it. */
  readonly work: string;
  /** Nodes of the run, without its trigger. */
  readonly nodes: number;
  /** Does one run from start to end. */
  readonly once: () => Promise<unknown>;
  /** The number of runs to average over. */
  readonly times: number;
  /** The maximum processor time of all processes per run, in milliseconds. */
  readonly targetMs?: number;
  /** The maximum number of commits that a node may wait for. */
  readonly targetCommits?: number;
}

/** Warm-up runs: code is compiled, plans are made and pages are cached. */
const unmeasured = 20;

/** The resources of a run: processor time of each process, and the database's writes per node. */
export async function priceOf(stage: Stage, priced: Priced): Promise<readonly Figure[]> {
  const { work, nodes, once, times } = priced;
  // After a checkpoint a page's first change is written in full, so do that before counting.
  await stage.asOwner("checkpoint");
  await inLanes(4, unmeasured, once);
  // One at a time, so that runs share no transaction.
  const alone = await writesDuring(stage, () => inLanes(1, times, once));
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
