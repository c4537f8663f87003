import { sameJson } from "#core/json/same-json.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { compilePlan, type Plan } from "#core/pipeline/plan/plan.ts";
import type { Cassette } from "./cassette.ts";
import { type Replayed, replay } from "./replay.ts";
import { differingParts, type Fingerprint, fingerprintsOf } from "./request-parts.ts";

/** One difference between a replay and its recording. */
export type Difference =
  /** The node no longer asks the same; `parts` says which parts differ. */
  | { readonly kind: "request"; readonly nodeId: string; readonly parts: readonly string[] }
  /** The node asks, and its answer was not recorded: it is new, or is tried more often. */
  | { readonly kind: "unanswered"; readonly nodeId: string }
  /** The node was asked and is no longer reached. */
  | { readonly kind: "not-reached"; readonly nodeId: string }
  /** The node's output differs. */
  | { readonly kind: "output"; readonly nodeId: string }
  /** The run ends differently. */
  | { readonly kind: "end"; readonly was: string; readonly is: string };

export interface CassetteTest {
  /** Nodes that were asked, and answered from the recording. */
  readonly answered: number;
  /** In the order of the graph; empty if nothing differs. */
  readonly differences: readonly Difference[];
}

/**
 * Replays a recording through a definition (by default its own) without network or database, and reports the
 * differences.
 */
export function testCassette(
  cassette: Cassette,
  fingerprint: Fingerprint,
  definition: PipelineDefinition = cassette.definition,
): CassetteTest {
  const plan = compilePlan(definition, cassette.agents as Parameters<typeof compilePlan>[1]);
  const attempts = new Map(
    Object.entries(cassette.nodes).flatMap(([id, node]) =>
      node.request === null ? [] : [[id, node.attempts]],
    ),
  );
  const waits = new Map(
    Object.entries(cassette.nodes).flatMap(([id, { wait }]) => (wait === undefined ? [] : [[id, wait]])),
  );
  const replayed = replay(plan, { ...cassette.run, attempts, waits });
  return {
    answered: [...replayed.requests.keys()].filter((id) => !replayed.unanswered.has(id)).length,
    differences: [
      ...plan.nodes.flatMap(({ id }) => nodeDifferences(cassette, replayed, id, fingerprint)),
      ...goneNodes(cassette, plan),
      ...endDifference(cassette, replayed),
    ],
  };
}

function nodeDifferences(
  cassette: Cassette,
  { requests, unanswered, changes }: Replayed,
  nodeId: string,
  fingerprint: Fingerprint,
): readonly Difference[] {
  const node = cassette.nodes[nodeId];
  const request = requests.get(nodeId);
  if (unanswered.has(nodeId)) return [{ kind: "unanswered", nodeId }];
  if (node?.request != null && request === undefined) return [{ kind: "not-reached", nodeId }];
  if (node?.request != null && request !== undefined) {
    const parts = differingParts(node.request, fingerprintsOf(request, fingerprint));
    if (parts.length > 0) return [{ kind: "request", nodeId, parts }];
  }
  const isSame = sameJson(node?.output, changes.get(nodeId)?.output);
  return isSame ? [] : [{ kind: "output", nodeId }];
}

/** Nodes that the definition no longer has. */
function goneNodes({ nodes }: Cassette, plan: Plan): readonly Difference[] {
  return Object.entries(nodes).flatMap(([nodeId, { request }]) =>
    request !== null && !plan.nodeById.has(nodeId) ? [{ kind: "not-reached" as const, nodeId }] : [],
  );
}

function endDifference({ run }: Cassette, { end }: Replayed): readonly Difference[] {
  const was = describeEnd(run.status, run.error?.code ?? null, run.error?.nodeId ?? null);
  const is = describeEnd(end.status, end.error?.code ?? null, end.error?.nodeId ?? null);
  if (was !== is) return [{ kind: "end", was, is }];
  return sameJson(run.output, end.output) ? [] : [{ kind: "end", was: "its output", is: "another output" }];
}

function describeEnd(status: string, code: string | null, nodeId: string | null): string {
  return [
    status,
    ...(code === null ? [] : [`with ${code}`]),
    ...(nodeId === null ? [] : [`of ${nodeId}`]),
  ].join(" ");
}
