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
 * One request to a model. Temperature, if given, is in [0, 1]; it is not sent to a vendor that refuses sampling
 * parameters. If a vendor's scale of effort is narrower, its own lowest or highest level is sent.
 */
export interface ModelRequest {
  readonly model: string;
  readonly system: string | null;
  readonly messages: readonly ModelMessage[];
  readonly maxTokens: number;
  readonly temperature?: number;
  /** How much a reasoning model thinks first; the vendor's default if not given. */
  readonly effort?: Effort;
  /** A JSON Schema that the answer must match. */
  readonly outputSchema?: JsonObject;
  /** What the model may call; several calls in one turn are answered together. */
  readonly tools?: readonly ToolDefinition[];
  /**
   * Asks the vendor to cache what stays the same (tools, instructions, and in a conversation everything said so far)
   * for some minutes, if it does so only on request.
   */
  readonly keepsPrompt?: boolean;
  /** Opaque and stable for one node run: helps the vendor to detect abuse, and the sandbox to count attempts. */
  readonly endUserId: string;
}

/** A tool that a model may call. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** A JSON Schema of an object. */
  readonly inputSchema: JsonObject;
}

/** A tool call that a model asks for. Its id is unique within the conversation. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: Json;
}

/** The result of the call with this id. */
export interface ToolResult {
  readonly id: string;
  readonly text: string;
  readonly isError: boolean;
}

/** The calls in an assistant's message are answered by the `tool` message after it, all of them, in order. */
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
      /** The `thought` of this same model in this turn, which it expects to get back. */
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
  /** Vendor-specific data that must be sent back with the conversation, unchanged; only if tools are offered. */
  | { readonly type: "thought"; readonly block: JsonObject }
  | { readonly type: "usage"; readonly usage: ModelUsage }
  /** A vendor's event that the adapter does not know, by its name only; safe to ignore. */
  | { readonly type: "unknown"; readonly name: string }
  | { readonly type: "stop"; readonly reason: StopReason; readonly vendorReason: string };

/**
 * A model vendor behind one credential. Implementations make exactly one HTTP request per call and never retry; the
 * engine retries. Errors are thrown as `AppError` with a PROVIDER_*, KEY_* or MODEL_NOT_FOUND code, and `retryAfterMs`
 * if the vendor gave one; the `usage` known so far has been yielded before the throw. If the signal is aborted, the
 * stream throws its reason.
 */
export interface ModelPort {
  stream(request: ModelRequest, options: { readonly signal: AbortSignal }): AsyncIterable<ModelEvent>;
  /** The input tokens that the request would cost; used to reserve money. */
  countTokens(request: ModelRequest, options: { readonly signal: AbortSignal }): Promise<number>;
  listModels(options: { readonly signal: AbortSignal }): Promise<readonly ModelInfo[]>;
  checkKey(options: { readonly signal: AbortSignal }): Promise<KeyCheck>;
}

/** Opens the credential chosen for a task, and nothing else of the workspace. */
export interface ModelDirectory {
  open(task: NodeTask, ref: ModelRef): Promise<ModelPort>;
}

/** Opens the workspace's secrets for a request that is about to be sent: until then only their names are known. */
export interface SecretDirectory {
  /** @throws AppError SECRET_MISSING naming those that the workspace does not have, KEY_UNREADABLE. */
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
  /** The limit for responses that are declared as neither text nor JSON; absent: the same. */
  readonly maxFileBytes?: number;
  /**
   * Statuses whose bodies must be complete. A redirect that is not among them is followed; for others only the status
   * counts, and the body is cut.
   */
  readonly okStatuses: readonly StatusRange[];
  /** If a redirect leads to another origin, only the method is sent along. */
  readonly holdsSecrets: boolean;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  /** The address that answered after redirects; null if it is the requested one. */
  readonly redirectedTo: string | null;
  /** Decompressed. */
  readonly body: Uint8Array;
  /** Only for a response whose status is not in the list: its body is incomplete. */
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
  /** The same for every attempt of the node: sent again, it is the same event. */
  readonly key: string;
  readonly name: string;
  readonly data: Json;
}

/** Delivers an event to everything in the workspace that waits for it. */
export interface EventPort {
  /**
   * All of it happens, or nothing. If an event with this key was already sent, the earlier result is returned.
   * @throws AppError CONFLICT if the chain of events would be too long, RATE_LIMITED.
   */
  send(task: NodeTask, event: OutgoingEvent): Promise<{ readonly eventId: string; readonly matched: number }>;
}

/** The file store of a task's workspace. */
export interface FilePort {
  /** The size limit of a file. */
  readonly maxBytes: number;
  /**
   * All bytes of a file.
   * @throws AppError NOT_FOUND if the workspace does not have it, INVALID_INPUT if it is not of its stated size or
   * type.
   */
  read(task: NodeTask, file: FileRef): Promise<Uint8Array>;
  /**
   * Stores bytes for as long as the inputs and outputs of the task's run are kept: they are stored when this resolves.
   */
  keep(task: NodeTask, bytes: Uint8Array, mediaType: string): Promise<FileRef>;
}

/** Takes a streaming node's text. The first piece is written immediately, later ones in small batches. */
export interface TextSink {
  append(text: string): void;
  /** Resolves when everything appended is in the log. */
  flush(): Promise<void>;
}

/**
 * Called before an attempt acts on the world. If it must not act, because it is being stopped or another worker may
 * have taken it over, its signal is aborted afterwards: check it before acting.
 */
export interface CallLog {
  /**
   * Must be awaited before a call to a model is sent. It is then on record: from here on its vendor may charge for it,
   * whatever happens to this process.
   */
  leaving(): Promise<void>;
  /** The call has returned, and its cost is about to be booked. */
  returned(): void;
  /** A request is about to be sent that need not be recorded. */
  acting(): void;
}

/**
 * Records an agent's turns and calls. What is recorded is available to any worker that takes the attempt over. Each
 * method throws an `AbortReason` if the attempt no longer belongs to this process.
 */
export interface StepLog {
  /**
   * Reserves the next turn, and returns its number.
   * @throws AppError if a limit or a budget does not allow it.
   */
  beginTurn(): Promise<number>;
  settleTurn(turn: EndedTurn): Promise<void>;
  noteCalls(news: readonly CallNews[]): Promise<void>;
  /**
   * Asks people about the calls that they must decide on. It does not return: the attempt is over, and another one
   * continues.
   */
  askPeople(): Promise<never>;
  /**
   * Starts the runs of those tools of the latest turn that are pipelines. It returns only if none could be started,
   * with what the model is told; otherwise the attempt is over, and another one continues when they have ended.
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
  /** For our own defects: somebody should look. */
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
