import type { Json } from "#core/json/json.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import type { NewArtifact, NodeTask } from "#core/run/node-task.ts";
import type { EnginePorts } from "./ports.ts";

/**
 * What is known of an attempt while it runs. A handler writes here as it learns, so that nothing is lost however it
 * ends.
 */
export interface AttemptRecord {
  text: string;
  /** Of the text, and of what came after and was too much to be kept. */
  textBytes: number;
  /** Length of all that came, kept or not: it is paid for. */
  heardCharacters: number;
  usage: ModelUsage | null;
  providerRequestId: string | null;
  /** Why the model stopped; null before it did. */
  stop: string | null;
  /** A request that acts on the world is on its way, or was. */
  hasActed: boolean;
  /** Length of what was sent to a model; 0 before anything was. */
  sentCharacters: number;
}

/** Of an attempt, or of a call inside of it, that has not done anything. */
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
  /** More than this many bytes of output end the node. */
  readonly maxOutputBytes: number;
}

export interface NodeResult {
  /** Before the node's output mapping. */
  readonly output: Json;
  readonly artifacts: readonly NewArtifact[];
}

/** Does one attempt of one node. Faults are thrown as `AppError`; an aborted signal ends it by throwing. */
export type NodeHandler = (work: NodeWork) => Promise<NodeResult>;
