import type { Json } from "#core/json/json.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import type { NewArtifact, NodeTask } from "#core/run/node-task.ts";
import type { EnginePorts } from "./ports.ts";

/**
 * What is known of an attempt while it runs. A handler updates this as it goes, so that nothing is lost however it
 * ends.
 */
export interface AttemptRecord {
  text: string;
  /** Of the text, including what was too much to keep. */
  textBytes: number;
  /** The length of everything received, kept or not: it is paid for. */
  heardCharacters: number;
  usage: ModelUsage | null;
  providerRequestId: string | null;
  /** Why the model stopped; null until it did. */
  stop: string | null;
  /** A request that acts on the world is being sent, or was. */
  hasActed: boolean;
  /** The length of what was sent to a model; 0 before anything was. */
  sentCharacters: number;
}

/** For an attempt, or a call inside it, that has not done anything yet. */
export function newRecord(): AttemptRecord {
  return {
    text: "",
    textBytes: 0,
    heardCharacters: 0,
    usage: null,
    providerRequestId: null,
    stop: null,
    hasActed: false,
    sentCharacters: 0,
  };
}

export interface NodeWork {
  readonly task: NodeTask;
  readonly ports: EnginePorts;
  /** Aborted when the attempt must stop, for whatever reason. */
  readonly signal: AbortSignal;
  readonly record: AttemptRecord;
  /** A larger output, in bytes, fails the node. */
  readonly maxOutputBytes: number;
}

export interface NodeResult {
  /** Before the node's output mapping. */
  readonly output: Json;
  readonly artifacts: readonly NewArtifact[];
}

/** Executes one attempt of one node. Errors are thrown as `AppError`; an aborted signal ends it by throwing. */
export type NodeHandler = (work: NodeWork) => Promise<NodeResult>;
