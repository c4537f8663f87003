"use client";

import { itemsOf } from "#core/nodes/type-of.ts";
import type { NodeDefinition } from "#core/pipeline/definition.ts";
import type { NodeView } from "#core/run/view/fold.ts";
import { itemsInForce } from "../../model/items-in-force.ts";
import type { LogLine } from "../../model/live/live-run.ts";
import type { RunSnapshot } from "../../model/live/run-snapshot.ts";
import { ChildRunList } from "./child-run-list.tsx";

interface NodeRunsProps {
  readonly runId: RunSnapshot["run"]["id"];
  readonly definition: NodeDefinition;
  readonly node: NodeView;
  /** Those of its log that are about the node. */
  readonly lines: readonly LogLine[];
  /** Whether this person may change how it runs. */
  readonly mayChange: boolean;
}

/** The runs that a node has started, and how far it is with them. */
export function NodeRuns({ runId, definition, node, lines, mayChange }: NodeRunsProps) {
  const policy = itemsOf(definition);
  return (
    <ChildRunList
      runId={runId}
      nodeId={definition.id}
      isInPasses={definition.type === "loop"}
      stand={standOf(node, lines)}
      progress={lines.findLast((line) => line.type === "node.items") ?? null}
      isRunning={node.status === "running" || node.status === "waiting"}
      hasItems={policy !== null}
      inForce={mayChange && policy !== null ? itemsInForce(policy, lines) : null}
    />
  );
}

/** Each run that a call or a loop starts has a line. Of a map only sums have. */
function standOf({ status, attempt }: NodeView, lines: readonly LogLine[]): string {
  const started = lines.filter(({ type }) => type === "child.started").length;
  return `${status} ${attempt} ${started}`;
}
