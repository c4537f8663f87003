import type { Json } from "#core/json/json.ts";
import { sameJson } from "#core/json/same-json.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { hasPasses, makesSamePasses } from "#core/run/passes/passes.ts";
import { findEarlierPass } from "#server/db/run/children/find-earlier-pass.ts";
import { applyHappening } from "../step/apply-happening.ts";
import type { NodeStep } from "../step/open-step.ts";
import type { InnerGraph } from "./begin-child.ts";

/**
 * Lets a node that has just begun continue with the newest pass begun in the run that its own run continues. Earlier
 * passes count as long as the node would make the same ones. Returns the input of that pass. Null: the node begins with
 * its first.
 */
export async function takePassesOver(
  { tx, context, changeset, ref }: NodeStep,
  node: PlanNode,
  { frozen, variables }: InnerGraph,
  input: Json,
): Promise<{ readonly input: Json } | null> {
  if (!frozen.isForked || !hasPasses(node)) return null;
  const { workspaceId, runId } = ref;
  const earlier = await findEarlierPass(tx, workspaceId, { runId, nodeId: node.id });
  if (earlier === null || earlier.pass === 1 || earlier.pipelineId !== frozen.pipelineId) return null;
  const plan = await context.plans.ofRun(tx, workspaceId, earlier.parentRunId);
  const isSame =
    makesSamePasses(node, plan?.nodeById.get(node.id)) &&
    sameJson(earlier.nodeInput, input) &&
    sameJson(earlier.variables, variables);
  if (!isSame) return null;
  const { pass } = earlier;
  await applyHappening(tx, changeset, { kind: "passes.taken-over", nodeId: node.id, attempt: 1, pass });
  return { input: earlier.input };
}
