import type { ErrorInfo } from "#core/errors.ts";
import type { Evaluation } from "#core/expression/evaluate-expression.ts";
import { evaluateMapping } from "#core/expression/evaluate-mapping.ts";
import type { Scope } from "#core/expression/scope.ts";
import type { Json } from "#core/json/json.ts";
import { isWithinWeight, maxValueCharacters, type WeighedValues } from "#core/json/json-weight.ts";
import type { Plan, PlanNode } from "#core/pipeline/plan/plan.ts";
import { seenStop } from "../agent/stop.ts";
import { predecessorsOf } from "../edge-state.ts";
import type { AdvanceContext } from "../happening.ts";
import { expressionFailure, inputTooLarge } from "../node-faults.ts";
import type { RunState } from "../state.ts";
import { type FoundOutput, findOutput, type ProgressView } from "./node-output.ts";
import { meterFor, type StepWork } from "./step-work.ts";

export type NodeInput =
  | { readonly ok: true; readonly input: Json; readonly scope: Scope }
  | { readonly ok: false; readonly error: ErrorInfo };

/**
 * The input of a node that may begin, and the scope for its templates and expressions: the value of its mapping, or
 * else its predecessor's output. A node with several predecessors always gets an object of outputs by predecessor id,
 * whichever of them ran: null stands for one that was skipped or took another branch.
 *
 * The outputs listed by `inputsNeeded` must be in the context, or it throws. `ok: false` means that the mapping cannot
 * be evaluated or the input is too large: the attempt fails with that error.
 *
 * An undo has the same input as its node, and sees the node's outcome as `output` and `error`.
 */
export function resolveNodeInput(
  plan: Plan,
  state: Pick<RunState, "phases" | "branches" | "stops">,
  nodeId: string,
  context: Pick<AdvanceContext, "trigger" | "variables" | "outputs" | "runId" | "startedAtMs" | "item"> & {
    /** For an undo: why its node did not complete; null if it did, or if that is unknown. */
    readonly undoneError?: ErrorInfo | null;
  },
): NodeInput {
  const node = plan.nodeById.get(nodeId);
  if (node === undefined) throw new Error(`The plan has no node "${nodeId}"`);
  const missing = new Set<string>();
  const { phases, branches, stops } = state;
  const view = { plan, context, phases, branches, stops, missing, weighed: new Map() };
  const resolved =
    node.undoes === null
      ? resolveInput(view, node)
      : resolveUndo(view, node, node.undoes, context.undoneError ?? null);
  if (resolved === null) throw new Error(`Outputs were not loaded: ${[...missing].join(", ")}`);
  return resolved;
}

const absent: FoundOutput = { kind: "absent" };

/** A run as `resolveInput` sees it, with a place to list the outputs that are missing. */
interface InputView extends ProgressView {
  readonly missing: Set<string>;
  readonly weighed: WeighedValues;
  /** The step's meter, if the input is part of one. */
  readonly work?: StepWork;
}

/** Like `resolveNodeInput`, inside a step: null if outputs are missing, which are then listed in the view. */
export function resolveInput(view: InputView, node: PlanNode): NodeInput | null {
  const missing = new Set<string>();
  const unmapped = readUnmapped(view, node, missing);
  const nodes = readReferences(view, node, missing);
  for (const id of missing) view.missing.add(id);
  if (missing.size > 0) return null;
  const { trigger, variables, runId, startedAtMs, item } = view.context;
  const run = { id: runId, startedAt: new Date(startedAtMs).toISOString() };
  const scope: Scope = { input: unmapped, trigger, variables, nodes, run, ...(item == null ? {} : { item }) };
  const mapped = mapInput(view, node, scope);
  if (!mapped.ok) return { ok: false, error: expressionFailure(node, "input", mapped.message) };
  const input = mapped.value;
  if (!isWithinWeight(input, maxValueCharacters, view.weighed)) {
    return { ok: false, error: inputTooLarge(node) };
  }
  return { ok: true, input, scope: { ...scope, input } };
}

function resolveUndo(
  view: InputView,
  undo: PlanNode,
  undoneId: string,
  error: ErrorInfo | null,
): NodeInput | null {
  const undone = view.plan.nodeById.get(undoneId);
  if (undone === undefined) throw new Error(`The plan has no node "${undoneId}"`);
  const resolved = resolveInput(view, undone);
  const nodes = readReferences(view, undo, view.missing);
  const found = view.phases[undoneId] === "completed" ? findOutput(view, undoneId) : absent;
  if (found.kind === "missing") view.missing.add(undoneId);
  if (resolved === null || view.missing.size > 0) return null;
  if (!resolved.ok) return resolved;
  const output = found.kind === "found" ? found.output : null;
  const reason = error === null ? null : { code: error.code, message: error.message };
  return { ...resolved, scope: { ...resolved.scope, nodes, output, error: reason } };
}

function mapInput({ work }: InputView, node: PlanNode, scope: Scope): Evaluation<Json> {
  const mapping = node.definition.input;
  if (mapping === undefined) return { ok: true, value: scope.input };
  if (work === undefined) return evaluateMapping(mapping, scope);
  const meter = meterFor(work);
  const mapped = evaluateMapping(mapping, scope, {}, meter);
  work.left -= meter.spent;
  return mapped;
}

function readUnmapped(view: ProgressView, node: PlanNode, missing: Set<string>): Json {
  if (node.id === view.plan.triggerId) return view.context.trigger;
  const outputs = [...predecessorsOf(node, view)].map(([id, isLive]): [string, Json] => {
    const found = isLive ? findOutput(view, id) : absent;
    if (found.kind === "missing") missing.add(id);
    return [id, found.kind === "found" ? found.output : null];
  });
  const [only, ...others] = outputs;
  if (only === undefined) return null;
  return others.length === 0 ? only[1] : Object.fromEntries(outputs);
}

function readReferences(view: ProgressView, node: PlanNode, missing: Set<string>): Scope["nodes"] {
  return Object.fromEntries(
    node.references.map((id) => {
      const found = findOutput(view, id);
      if (found.kind === "missing") missing.add(id);
      if (found.kind !== "found") return [id, null];
      return [id, { output: found.output, ...seenStop(view, view.plan.nodeById.get(id)) }];
    }),
  );
}
