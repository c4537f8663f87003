import type { ErrorInfo } from "#core/errors.ts";
import type { Scope } from "#core/expression/scope.ts";
import type { PipelineVersionId, ProviderKeyId, RunId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { ModelRef } from "#core/model/model-ref.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { AgentStep } from "./agent/agent-steps.ts";
import type { RepairTurn } from "./agent/repair-turn.ts";

/** Names one node run. */
export interface NodeRunRef {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly nodeId: string;
}

/** One attempt that a worker has claimed: all it needs to do the work, and the token that fences zombies. */
export interface NodeTask extends NodeRunRef {
  /** 1 for the first try. */
  readonly attempt: number;
  readonly leaseToken: string;
  readonly versionId: PipelineVersionId;
  readonly node: PlanNode;
  readonly scope: Scope;
  /** The model that this attempt asks; null for nodes that ask none. */
  readonly model: ModelRef | null;
  /** The answer that this attempt is to put right; absent: it asks afresh. */
  readonly repair?: RepairTurn;
  /** The credential that was chosen when the attempt was claimed; null when the node needs none (sandbox, action). */
  readonly providerKeyId: ProviderKeyId | null;
  /**
   * The run that what it does belongs to: its own, or the one that is undone. Who is asked twice by both tells by it
   * that it is the same.
   */
  readonly onBehalfOf: RunId;
  /** Another run has started the one that it belongs to: others like it run beside it or before it. */
  readonly isChild?: true;
  /** Of an agent with tools only: what has been said so far, and the turn that is reserved for, if one is. */
  readonly talk?: TaskTalk;
  /** The run's own end, milliseconds since the epoch: nothing may go on past it. */
  readonly deadlineMs: number;
}

export interface TaskTalk {
  readonly steps: readonly AgentStep[];
  /** The turn that this attempt has begun; null: something else comes first. */
  readonly openTurn: number | null;
}

/**
 * What a call to a model used: null when none was made, or the vendor refused it; `unknown` when it had left and the
 * vendor reported nothing, but may bill it anyway.
 */
export type CallUsage = ModelUsage | "unknown" | null;

/** How one attempt ended. `text` is what a model had said so far; it is kept however the attempt ended. */
export type NodeOutcome =
  | {
      readonly kind: "completed";
      readonly output: Json;
      /** Why the model stopped, in the vendor's own word where we have none for it; absent where none was asked. */
      readonly stop?: string;
      readonly usage: CallUsage;
      readonly providerRequestId: string | null;
      /** Further things the node leaves behind (`artifact.save`). */
      readonly artifacts: readonly NewArtifact[];
    }
  | {
      readonly kind: "failed";
      readonly error: ErrorInfo;
      /** The vendor asked us to wait at least this long before the next try. */
      readonly retryAfterMs: number | null;
      /** What the other side answered, for the node's error branch alone. */
      readonly answer?: JsonObject;
      /** As of a completed one: a model that refuses or wants a tool has stopped, too. */
      readonly stop?: string;
      readonly usage: CallUsage;
      readonly providerRequestId: string | null;
      readonly text: string;
      /** It may have done what the node does: a request had left, and nobody refused it. */
      readonly mayHaveActed?: true;
    }
  | {
      readonly kind: "cancelled";
      readonly usage: CallUsage;
      readonly providerRequestId: string | null;
      readonly text: string;
      readonly mayHaveActed?: true;
    };

export type ArtifactEncoding = "text" | "base64";

/** An artifact that a node asks to keep. */
export interface NewArtifact {
  readonly name: string;
  readonly mediaType: string;
  /** Text as it is, or the base64 of bytes that are not text. */
  readonly content: string;
  readonly encoding: ArtifactEncoding;
  /** Its bytes lie in the store of files; `content` is empty then, and `encoding` says whether they are text. */
  readonly file?: StoredFile;
}

/** Bytes in the store of files. */
export interface StoredFile {
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  readonly bytes: number;
}
