import type { Json, JsonObject } from "#core/json/json.ts";

/** What expressions and templates of a node may see. */
export interface Scope {
  /** This node's input after its mapping. */
  readonly input: Json;
  /** The data the run was started with. */
  readonly trigger: Json;
  readonly variables: JsonObject;
  /**
   * Which run it is, and when it was started, in UTC: `2026-11-29T08:30:00.000Z`. The same in every node and every
   * attempt; a fork, and a run that a node has started, have their own. In a trigger there is not a run yet: no `id`.
   */
  readonly run: { readonly id?: string; readonly startedAt: string };
  /**
   * Outputs of upstream nodes by id: `nodes.draft.output`. Only those the node refers to; null stands for a node that
   * was skipped. Of agents also why their model stopped.
   */
  readonly nodes: {
    readonly [nodeId: string]: { readonly output: Json; readonly stop?: string | null } | null;
  };
  /** In an undo only: what the undone node put out; null where it did not complete. */
  readonly output?: Json;
  /**
   * In an undo only: why the undone node did not complete, as `{ code, message }`; null where it did, or was stopped.
   */
  readonly error?: Json;
  /** In a run that is part of a node only: which of the node's items or passes it is for, from 0. */
  readonly item?: { readonly index: number };
  /** In a tool of an agent only: what the model gave it. */
  readonly args?: Json;
}
