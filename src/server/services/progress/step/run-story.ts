import type { Json } from "#core/json/json.ts";
import { charactersOf } from "#core/json/json-weight.ts";
import type { NodeChange } from "#core/run/advance-result.ts";
import { isTriggerData } from "#core/run/reducer/node-output.ts";
import type { RunStep } from "#server/db/run/progress/list-run-steps.ts";
import type { Changeset } from "./changeset.ts";

/** Beyond this, the steps are read when the run ends, to save memory. */
const maxCharacters = 32_768;

const unspent = { inputTokens: 0, outputTokens: 0, costMicros: 0, isSandbox: false };

/**
 * The steps of a run that this process has handled from its first node on and that has called no model, so that the
 * run's document can be written without reading them. Like everything remembered of a run, it is valid only while
 * nobody else has written to the run.
 */
export class RunStory {
  readonly #steps: Map<string, RunStep>;
  #charactersLeft: number;

  private constructor(trigger: string, input: Json) {
    this.#steps = new Map([[trigger, { ...stepOf(trigger, "completed"), output: input }]]);
    this.#charactersLeft = maxCharacters - charactersOf(input, new Map());
  }

  /** Null where the story began before this step, or is not to be kept. */
  static from(changeset: Changeset): RunStory | null {
    const { run, plan, state, changes } = changeset;
    const isUnspent = run.inputTokens + run.outputTokens + (run.costMicros ?? 1) === 0 && !run.isSandbox;
    const isBeginning = plan.nodes.every(({ id }) => {
      const phase = state.phases[id];
      return isTriggerData(plan, id) || phase === "idle" || phase === "ready" || changes.has(id);
    });
    return isUnspent && isBeginning ? new RunStory(plan.triggerId, run.input).with(changeset) : null;
  }

  /** The story with a committed step added. Null where it is no longer to be kept. */
  with({ changes, spent, opens, closes }: Changeset): RunStory | null {
    const isFree = spent.size === 0 && opens.every(({ provider }) => provider === null);
    if (!isFree || closes.some(({ usage }) => usage !== null)) return null;
    for (const change of changes.values()) {
      if (change.output !== undefined) this.#charactersLeft -= charactersOf(change.output, new Map());
      this.#steps.set(change.nodeId, changed(this.#steps.get(change.nodeId), change));
    }
    return this.#charactersLeft < 0 ? null : this;
  }

  steps(): readonly RunStep[] {
    return [...this.#steps.values()];
  }
}

function stepOf(nodeId: string, status: RunStep["status"]): RunStep {
  return { ...unspent, nodeId, status, output: null, isOutputLeftOut: false, error: null, attemptCount: 0 };
}

function changed(before: RunStep | undefined, change: NodeChange): RunStep {
  const { nodeId, status, output, error, attempt } = change;
  const { attemptCount, ...was } = before ?? stepOf(nodeId, status);
  return {
    ...was,
    status,
    output: output ?? was.output,
    error: error ?? was.error,
    attemptCount: Math.max(attemptCount, attempt ?? 0),
  };
}
