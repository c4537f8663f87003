import type { Json, JsonObject } from "#core/json/json.ts";

/** What a node's expressions and templates may see. */
export interface Scope {
  /** This node's input after its mapping. */
  readonly input: Json;
  /** The data the run was started with. */
  readonly trigger: Json;
  readonly variables: JsonObject;
  /**
   * The run's id, and when it was started, in UTC: `2026-11-29T08:30:00.000Z`. The same in every node and every
   * attempt; a fork and a child run have their own. In a trigger there is no run yet, so no `id`.
   */
  readonly run: { readonly id?: string; readonly startedAt: string };
  /**
   * Outputs of upstream nodes by id: `nodes.draft.output`. Only those that the node refers to; null stands for a
   * skipped node. For agents, also why their model stopped.
   */
  readonly nodes: {
    readonly [nodeId: string]: { readonly output: Json; readonly stop?: string | null } | null;
  };
  /** Only in an undo: the output of the undone node; null if it did not complete. */
  readonly output?: Json;
  /** Only in an undo: why the undone node did not complete, as `{ code, message }`; null if it did, or was stopped. */
  readonly error?: Json;
  /** Only in a child run of a map or a loop: its index among the node's items or passes, from 0. */
  readonly item?: { readonly index: number };
  /** Only in an agent's tool: the arguments from the model. */
  readonly args?: Json;
}
