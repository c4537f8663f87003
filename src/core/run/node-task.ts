import type { ErrorInfo } from "#core/errors.ts";
import type { Scope } from "#core/expression/scope.ts";
import type { PipelineVersionId, ProviderKeyId, RunId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { ModelRef } from "#core/model/model-ref.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { AgentStep } from "./agent/agent-steps.ts";
import type { RepairTurn } from "./agent/repair-turn.ts";

/** Identifies one node run. */
export interface NodeRunRef {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
  readonly nodeId: string;
}

/** An attempt that a worker has claimed: all it needs to do the work, and the token that fences off zombies. */
export interface NodeTask extends NodeRunRef {
  /** 1 for the first try. */
  readonly attempt: number;
  readonly leaseToken: string;
  readonly versionId: PipelineVersionId;
  readonly node: PlanNode;
  readonly scope: Scope;
  /** The model that this attempt asks; null for nodes that call none. */
  readonly model: ModelRef | null;
  /** The answer that this attempt is to correct; absent: it asks afresh. */
  readonly repair?: RepairTurn;
  /** The credential chosen when the attempt was claimed; null if the node needs none (sandbox, action). */
  readonly providerKeyId: ProviderKeyId | null;
  /**
   * The run that its effects belong to: its own, or the one being undone. A receiver that gets the same request from
   * both can tell by it that it is the same.
   */
  readonly onBehalfOf: RunId;
  /** This run is a child: similar runs exist beside or before it. */
  readonly isChild?: true;
  /** Only for an agent with tools: the conversation so far, and the turn that is reserved, if there is one. */
  readonly talk?: TaskTalk;
  /** The run's deadline, in milliseconds since the epoch: nothing may continue beyond it. */
  readonly deadlineMs: number;
}

export interface TaskTalk {
  readonly steps: readonly AgentStep[];
  /** The turn that this attempt has begun; null: something else comes first. */
  readonly openTurn: number | null;
}

/**
 * What a call to a model used: null if none was made, or the vendor refused it; `unknown` if it was sent and the vendor
 * reported nothing, but may charge for it anyway.
 */
export type CallUsage = ModelUsage | "unknown" | null;

/** How one attempt ended. `text` is what a model had said so far; it is kept however the attempt ended. */
export type NodeOutcome =
  | {
      readonly kind: "completed";
      readonly output: Json;
      /** Why the model stopped, in the vendor's own words if we have none for it; absent if no model was asked. */
      readonly stop?: string;
      readonly usage: CallUsage;
      readonly providerRequestId: string | null;
      /** Further things the node produces (`artifact.save`). */
      readonly artifacts: readonly NewArtifact[];
    }
  | {
      readonly kind: "failed";
      readonly error: ErrorInfo;
      /** The vendor asked us to wait at least this long before the next try. */
      readonly retryAfterMs: number | null;
      /** The response of the other side, for the node's error branch only. */
      readonly answer?: JsonObject;
      /** As for a completed one: a model that refuses or asks for a tool has stopped, too. */
      readonly stop?: string;
      readonly usage: CallUsage;
      readonly providerRequestId: string | null;
      readonly text: string;
      /** The node may have taken effect: a request was sent, and was not refused. */
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
  /** Text as it is, or the base64 of binary bytes. */
  readonly content: string;
  readonly encoding: ArtifactEncoding;
  /** Its bytes are in the file store; `content` is empty then, and `encoding` says whether they are text. */
  readonly file?: StoredFile;
}

/** Bytes in the file store. */
export interface StoredFile {
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  readonly bytes: number;
}
