import type { Meter } from "#core/expression/metering/meter.ts";
import type { Scope } from "#core/expression/scope.ts";
import { sameJson } from "#core/json/same-json.ts";
import type { AfterPass, Pass, PassBehaviour } from "#core/nodes/behaviour.ts";
import { typeOf } from "#core/nodes/type-of.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { AttemptCount } from "./attempt-count.ts";

type Node = Pick<PlanNode, "definition">;

function passesOf({ definition }: Node): PassBehaviour<unknown> | null {
  const { run } = typeOf(definition);
  return run.kind === "child" ? (run.passes ?? null) : null;
}

/** Whether the run of a node is started again with its own output. */
export function hasPasses(node: Node): boolean {
  return passesOf(node) !== null;
}

/** What follows when a run of a node has completed. A node without passes is done, with the run's output. */
export function afterPass(node: Node, scope: Scope, pass: Pass, meter: Meter): AfterPass {
  const passes = passesOf(node);
  if (passes === null) return { ok: true, isOver: true, output: pass.output };
  return passes.after(node.definition.config, scope, pass, meter);
}

/** Whether this node makes the same passes as the earlier version of it. */
export function makesSamePasses(node: Node, before: Node | undefined): boolean {
  const [now, then] = [passesOf(node), before === undefined ? null : passesOf(before)];
  if (now === null || then === null || before === undefined) return false;
  return sameJson(now.madeOf(node.definition.config), then.madeOf(before.definition.config));
}

/** The pass in flight, counted from 1; 0 for a node without passes. */
export function passOf(attempts: AttemptCount | undefined): number {
  return attempts?.pass ?? 0;
}
