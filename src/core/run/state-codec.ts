import { z } from "zod";
import { errorInfoSchema } from "#core/errors.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { makePhases } from "./phase.ts";
import { type NodePhase, nodePhases, type RunState } from "./state.ts";
import type { RunStatus } from "./status.ts";

/** The columns of the run row that hold its state. */
export interface StoredRunState {
  readonly status: RunStatus;
  /** One letter per node in plan order, and per undo; then, as JSON, what only a few nodes have, if any. */
  readonly frontier: string;
  readonly branches: RunState["branches"];
  readonly closing: RunState["closing"];
}

const letterByPhase: Record<NodePhase, string> = {
  idle: ".",
  ready: "r",
  running: "R",
  retrying: "t",
  waiting: "w",
  completed: "C",
  failed: "F",
  handled: "H",
  skipped: "s",
  doomed: "d",
  cancelled: "x",
};
const phaseByLetter: ReadonlyMap<string, NodePhase> = new Map(
  nodePhases.map((phase) => [letterByPhase[phase], phase]),
);

const itemsSchema = z.object({
  total: z.number(),
  next: z.number(),
  running: z.array(z.number()),
  completed: z.number(),
  failed: z.number(),
});

const restSchema = z.object({
  attempts: z.record(
    z.string(),
    z.object({
      number: z.number(),
      lost: z.number(),
      // Missing in runs that began before losses in a row were counted.
      lostInARow: z.number().default(0),
      model: z.number().optional(),
      failedBefore: z.number().optional(),
      mayHaveActed: z.literal(true).optional(),
      refused: z.number().optional(),
      repairOf: z.number().optional(),
      hasRepaired: z.literal(true).optional(),
      pass: z.number().optional(),
      adjusted: z.object({ concurrency: z.number().optional(), tolerated: z.number().optional() }).optional(),
      asks: z.literal(true).optional(),
      awaitsRuns: z.literal(true).optional(),
    }),
  ),
  failure: errorInfoSchema.nullable(),
  stops: z.record(z.string(), z.string()).default({}),
  items: z.record(z.string(), itemsSchema).default({}),
  acted: z.array(z.string()).default([]),
});

/** The state as it is stored. It is short: a run of 500 nodes takes 500 letters plus what is in flight. */
export function encodeRunState(plan: Plan, state: RunState): StoredRunState {
  let letters = "";
  for (const node of plan.nodes) letters += letterByPhase[state.phases[node.id] ?? "idle"];
  for (const undo of plan.undos) letters += letterByPhase[state.phases[undo.id] ?? "idle"];
  const { status, branches, closing, attempts, failure, stops, items, acted } = state;
  const few = Object.keys(attempts).length + Object.keys(stops).length + acted.length;
  const rest = {
    attempts,
    failure,
    stops,
    // Only a node in flight works through a list, and a node in flight has an attempt.
    ...(Object.keys(items).length === 0 ? {} : { items }),
    ...(acted.length === 0 ? {} : { acted }),
  };
  return {
    status,
    frontier: failure !== null || few > 0 ? letters + JSON.stringify(rest) : letters,
    branches,
    closing,
  };
}

/**
 * How a node's latest attempt is written in `frontier` while the node is running or retrying. A statement that has
 * waited for the run's row can look for it there: it sees that row as it is now, but every other table as it was when
 * the statement began.
 */
export function attemptMark(nodeId: string, attempt: number): string {
  return `${JSON.stringify(nodeId)}:{"number":${attempt},`;
}

type Rest = Pick<RunState, "attempts" | "failure" | "stops" | "items" | "acted">;

/**
 * Whether a node has counted the end of one of its items, judging by the `frontier` of its run alone: it works through
 * a list, and that item is not in flight. Letters come before the first brace.
 */
export function hasCountedItem(
  frontier: string,
  { nodeId, ordinal }: { readonly nodeId: string; readonly ordinal: number },
): boolean {
  const start = frontier.indexOf("{");
  if (start === -1) return false;
  const items = restSchema.parse(JSON.parse(frontier.slice(start))).items[nodeId];
  return items !== undefined && !items.running.includes(ordinal);
}

/** Reads what `encodeRunState` wrote for the same plan; anything else is corrupt and throws. */
export function decodeRunState(plan: Plan, stored: StoredRunState): RunState {
  const { frontier, status, branches, closing } = stored;
  const phases = makePhases(plan, (node) => {
    const phase = phaseByLetter.get(frontier.charAt(node.index));
    if (phase === undefined) throw new Error(`The stored state does not fit the plan at node "${node.id}"`);
    return phase;
  });
  const rest = frontier.slice(plan.nodes.length + plan.undos.length);
  const { attempts, failure, stops, items, acted } =
    rest === ""
      ? { attempts: {}, failure: null, stops: {}, items: {}, acted: [] }
      : (restSchema.parse(JSON.parse(rest)) as Rest);
  return { status, closing, phases, branches, attempts, failure, stops, items, acted };
}
