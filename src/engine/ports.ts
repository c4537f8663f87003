import type { FileRef } from "#core/http/file-ref.ts";
import type { StatusRange } from "#core/http/http-status.ts";
import type { KeptBytes } from "#core/http/kept-bytes.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { Effort } from "#core/model/effort.ts";
import type { KeyCheck, ModelInfo } from "#core/model/model-info.ts";
import type { ModelRef } from "#core/model/model-ref.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import type { CallNews, EndedTurn } from "#core/run/agent/ended-turn.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import type { McpPort } from "./mcp-port.ts";

export type { McpAnswer, McpCall, McpPort, McpServer, McpTool } from "./mcp-port.ts";

/**
 * One request to a model. Temperature, when given, is in [0, 1]; a vendor that refuses sampling parameters is not sent
 * it. Where a vendor's scale of effort begins later or ends earlier, its own lowest or highest level is sent.
 */
export interface ModelRequest {
  readonly model: string;
  readonly system: string | null;
  readonly messages: readonly ModelMessage[];
  readonly maxTokens: number;
  readonly temperature?: number;
  /** How much a model that reasons is to think first; the vendor's own default where it is not given. */
  readonly effort?: Effort;
  /** A JSON Schema that the answer must match. */
  readonly outputSchema?: JsonObject;
  /** What the model may call; several calls in one turn are answered together. */
  readonly tools?: readonly ToolDefinition[];
  /**
   * The vendor is asked to keep what stays the same (tools, instructions, and in a conversation all that was said) for
   * some minutes, where it does so only when it is asked.
   */
  readonly keepsPrompt?: boolean;
  /** Opaque and stable for one node run: lets the vendor tell abuse apart, and the sandbox count tries. */
  readonly endUserId: string;
}

/** A tool that a model may call. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** A JSON Schema of an object. */
  readonly inputSchema: JsonObject;
}

/** What a model asks of a tool. Its id is unique within the conversation. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: Json;
}

/** What a tool says to the call of this id. */
export interface ToolResult {
  readonly id: string;
  readonly text: string;
  readonly isError: boolean;
}

/** Calls of an assistant's message are answered by the `tool` message after it, all of them, in their order. */
export type ModelMessage =
  | {
      readonly role: "user";
      readonly text: string;
      /** Pictures and PDFs that belong to it. */
      readonly files?: readonly KeptBytes[];
    }
  | {
      readonly role: "assistant";
      readonly text: string;
      readonly calls?: readonly ToolCall[];
      /** What this very model said with `thought` in this turn: it wants to see it again. */
      readonly thoughts?: readonly JsonObject[];
    }
  | { readonly role: "tool"; readonly results: readonly ToolResult[] };

/** Known reasons; a vendor's new one is preserved as `other`. */
export type StopReason =
  | "end_turn"
  | "max_tokens"
  | "stop_sequence"
  | "tool_use"
  | "pause_turn"
  | "refusal"
  | "context_window_exceeded"
  | "other";

/**
 * `usage` is cumulative and may come several times: the last one counts. `stop` comes last, and only after the vendor's
 * final event.
 */
export type ModelEvent =
  | { readonly type: "request"; readonly providerRequestId: string | null }
  | { readonly type: "text"; readonly text: string }
  | ({ readonly type: "tool-call" } & ToolCall)
  /** Something of the vendor's own that belongs back into the conversation, as it is; only where tools are offered. */
  | { readonly type: "thought"; readonly block: JsonObject }
  | { readonly type: "usage"; readonly usage: ModelUsage }
  /** Something of the vendor's that the adapter does not understand, by its name alone; safe to ignore. */
  | { readonly type: "unknown"; readonly name: string }
  | { readonly type: "stop"; readonly reason: StopReason; readonly vendorReason: string };

/**
 * A model vendor behind one credential. Implementations make exactly one HTTP request per call and never retry; the
 * engine retries. Faults are thrown as `AppError` with a PROVIDER_*, KEY_* or MODEL_NOT_FOUND code and `retryAfterMs`
 * where the vendor gave one; `usage` known so far has been yielded before the throw. An aborted signal ends the stream
 * with the signal's reason thrown.
 */
export interface ModelPort {
  stream(request: ModelRequest, options: { readonly signal: AbortSignal }): AsyncIterable<ModelEvent>;
  /** Input tokens the request would cost; used to reserve money. */
  countTokens(request: ModelRequest, options: { readonly signal: AbortSignal }): Promise<number>;
  listModels(options: { readonly signal: AbortSignal }): Promise<readonly ModelInfo[]>;
  checkKey(options: { readonly signal: AbortSignal }): Promise<KeyCheck>;
}

/** Opens the credential that was chosen for a task, and nothing else of the workspace. */
export interface ModelDirectory {
  open(task: NodeTask, ref: ModelRef): Promise<ModelPort>;
}

/**
 * Opens the workspace's secrets that a request takes, when it is about to be sent: until then only their names are
 * anywhere.
 */
export interface SecretDirectory {
  /** @throws AppError SECRET_MISSING naming what the workspace does not have, KEY_UNREADABLE. */
  open(task: NodeTask, names: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | Uint8Array | null;
  readonly timeoutMs: number;
  /** Counted after decompression. */
  readonly maxResponseBytes: number;
  /** The same for an answer that says it is neither text nor JSON; absent: as much. */
  readonly maxFileBytes?: number;
  /**
   * Answers that must come whole. A redirect that is not among them is followed; of others the status counts, and the
   * body is cut.
   */
  readonly okStatuses: readonly StatusRange[];
  /** When a redirect leads to another origin, only the method is sent along. */
  readonly holdsSecrets: boolean;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  /** Who answered, when a redirect led there; null when it is the address that was asked for. */
  readonly redirectedTo: string | null;
  /** Decompressed. */
  readonly body: Uint8Array;
  /** Only of an answer whose status was not asked for: its body is not whole. */
  readonly isBodyCut: boolean;
}

/**
 * Outbound HTTP behind the egress guard: private and special addresses are refused as HTTP_BLOCKED before any
 * connection.
 */
export interface HttpPort {
  send(request: HttpRequest, options: { readonly signal: AbortSignal }): Promise<HttpResponse>;
}

/** An event that a node sends. */
export interface OutgoingEvent {
  /** The same for every try of the node: sent again, it is the same event. */
  readonly key: string;
  readonly name: string;
  readonly data: Json;
}

/** Hands an event to all of the workspace that waits for it. */
export interface EventPort {
  /**
   * All of it happens or nothing does. What was sent before under this key is answered again.
   * @throws AppError CONFLICT where it would lead too far, RATE_LIMITED.
   */
  send(task: NodeTask, event: OutgoingEvent): Promise<{ readonly eventId: string; readonly matched: number }>;
}

/** Files in the store of a task's workspace. */
export interface FilePort {
  /** No file is larger. */
  readonly maxBytes: number;
  /**
   * All bytes of a file.
   * @throws AppError NOT_FOUND where the workspace does not have it, INVALID_INPUT where it is not as it is said to be.
   */
  read(task: NodeTask, file: FileRef): Promise<Uint8Array>;
  /** Keeps bytes for as long as the bodies of the task's run: they are there when this resolves. */
  keep(task: NodeTask, bytes: Uint8Array, mediaType: string): Promise<FileRef>;
}

/** Takes a streaming node's text. The first piece is written immediately, later ones in small batches. */
export interface TextSink {
  append(text: string): void;
  /** Resolves when all that was appended is in the log. */
  flush(): Promise<void>;
}

/**
 * Asked before an attempt acts on the world. Where it must not, since it is to be stopped or another worker may have
 * taken it over, the attempt's signal is aborted afterwards: look at it before acting.
 */
export interface CallLog {
  /**
   * A call to a model leaves when this has resolved, and the book remembers it: from here on its vendor may bill it,
   * whatever happens to this process.
   */
  leaving(): Promise<void>;
  /** The call has come back, and what it cost is about to be booked. */
  returned(): void;
  /** A request leaves next, which nobody need remember. */
  acting(): void;
}

/**
 * The book of an agent's turns and calls. What it has taken is there for whoever takes the attempt over. Each of these
 * ends with an `AbortReason` where the attempt is no longer this process's.
 */
export interface StepLog {
  /** Reserves the next turn, and returns its number. @throws AppError where a limit or a budget does not allow it. */
  beginTurn(): Promise<number>;
  settleTurn(turn: EndedTurn): Promise<void>;
  noteCalls(news: readonly CallNews[]): Promise<void>;
  /**
   * Asks people about the calls that they must decide on. It does not return: the attempt is over, and another
   * continues.
   */
  askPeople(): Promise<never>;
  /**
   * Starts the runs of the tools of the latest turn that are pipelines. It returns only where none could be started,
   * with what the model is told; otherwise the attempt is over, and another continues when they have ended.
   * @throws AppError for what only a person can fix.
   */
  startRuns(): Promise<readonly CallNews[]>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
}

export interface LogPort {
  info(message: string, fields?: { readonly [key: string]: Json }): void;
  /** For defects of ours: somebody should look. */
  error(message: string, fields?: { readonly [key: string]: Json }): void;
}

/** Everything that a handler may touch of the world. */
export interface EnginePorts {
  readonly models: ModelDirectory;
  readonly http: HttpPort;
  readonly mcp: McpPort;
  readonly secrets: SecretDirectory;
  readonly events: EventPort;
  readonly files: FilePort;
  readonly text: TextSink;
  readonly calls: CallLog;
  readonly steps: StepLog;
  readonly clock: Clock;
  readonly log: LogPort;
}
