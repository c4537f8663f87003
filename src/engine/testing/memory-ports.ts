import { createHash } from "node:crypto";
import { AppError } from "#core/errors.ts";
import { fileRefOf } from "#core/http/file-ref.ts";
import type { CallNews, EndedTurn } from "#core/run/agent/ended-turn.ts";
import { AbortReason } from "#engine/abort-reason.ts";
import type {
  EnginePorts,
  HttpRequest,
  HttpResponse,
  ModelEvent,
  ModelPort,
  ModelRequest,
  OutgoingEvent,
  StepLog,
} from "#engine/ports.ts";

export interface MemoryPorts extends EnginePorts {
  readonly written: string[];
  readonly lines: { readonly level: "info" | "error"; readonly message: string; readonly fields: unknown }[];
  readonly modelRequests: ModelRequest[];
  readonly httpRequests: HttpRequest[];
  readonly events: EnginePorts["events"] & { readonly sent: OutgoingEvent[] };
  readonly opened: string[];
  /** How many calls had been made each time that one was about to leave. */
  readonly leavings: number[];
}

export interface World {
  /** What the model does when it is asked. */
  readonly model?: (request: ModelRequest, signal: AbortSignal) => AsyncIterable<ModelEvent>;
  readonly http?: (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;
  readonly mcp?: EnginePorts["mcp"]["call"];
  readonly secrets?: { readonly [name: string]: string };
  readonly flush?: () => Promise<void>;
  /** What happens when a call or a request is about to leave. */
  readonly leaving?: () => void;
}

/** The world as the engine sees it, kept in memory. */
export function memoryPorts(world: World = {}): MemoryPorts {
  const ports = {
    written: [] as string[],
    lines: [] as MemoryPorts["lines"],
    modelRequests: [] as ModelRequest[],
    leavings: [] as number[],
  };
  const httpRequests: HttpRequest[] = [];
  const sent: OutgoingEvent[] = [];
  const opened: string[] = [];
  const unused = () => Promise.reject(new Error("not part of this test"));
  const model: ModelPort = {
    stream(request, { signal }) {
      ports.modelRequests.push(request);
      return (world.model ?? (() => says("ok")))(request, signal);
    },
    countTokens: unused,
    listModels: unused,
    checkKey: unused,
  };
  return {
    ...ports,
    httpRequests,
    opened,
    models: { open: openInto(opened, model) },
    http: {
      send: (request, { signal }) => {
        httpRequests.push(request);
        return (world.http ?? unused)(request, signal);
      },
    },
    mcp: { call: world.mcp ?? unused },
    secrets: { open: async () => new Map(Object.entries(world.secrets ?? {})) },
    events: eventsInto(sent),
    files: memoryFiles(),
    text: { append: (text) => void ports.written.push(text), flush: world.flush ?? (async () => {}) },
    calls: {
      leaving: async () => {
        ports.leavings.push(ports.modelRequests.length);
        world.leaving?.();
      },
      returned: () => {},
      acting: () => world.leaving?.(),
    },
    steps: memorySteps(),
    clock: { nowMs: () => Date.now() },
    log: logInto(ports.lines),
  };
}

function openInto(opened: string[], model: ModelPort): EnginePorts["models"]["open"] {
  return async (_task, ref) => {
    opened.push(`${ref.provider}/${ref.model}`);
    return model;
  };
}

/** A store that is as forgetful as the rest. */
function memoryFiles(): EnginePorts["files"] {
  const kept = new Map<string, Uint8Array>();
  return {
    maxBytes: 4_000_000,
    async read(_task, ref) {
      const bytes = kept.get(ref.file);
      if (bytes === undefined) throw new AppError("NOT_FOUND", `There is no file ${ref.file}.`);
      return bytes;
    },
    async keep(_task, bytes, mediaType) {
      const ref = fileRefOf(createHash("sha256").update(bytes).digest("hex"), mediaType, bytes.byteLength);
      kept.set(ref.file, bytes);
      return ref;
    },
  };
}

function eventsInto(sent: OutgoingEvent[]): MemoryPorts["events"] {
  return {
    sent,
    async send(_task, event) {
      sent.push(event);
      return { eventId: "0199c0de-0000-7000-8000-000000000001", matched: 0 };
    },
  };
}

function logInto(lines: MemoryPorts["lines"]): EnginePorts["log"] {
  return {
    info: (message, fields) => void lines.push({ level: "info", message, fields }),
    error: (message, fields) => void lines.push({ level: "error", message, fields }),
  };
}

/** Exact usage of a call that ended well. */
export const usage = {
  inputTokens: 10,
  outputTokens: 5,
  cacheWriteTokens: 0,
  cacheReadTokens: 0,
  estimated: false,
  raw: null,
};

/** A model that says a few pieces and stops. */
export async function* says(
  pieces: string | readonly string[],
  reason: Extract<ModelEvent, { type: "stop" }>["reason"] = "end_turn",
): AsyncGenerator<ModelEvent> {
  yield { type: "request", providerRequestId: "req_1" };
  yield { type: "usage", usage: { ...usage, outputTokens: 0, estimated: true } };
  for (const text of [pieces].flat()) yield { type: "text", text };
  yield { type: "usage", usage };
  yield { type: "stop", reason, vendorReason: reason };
}

/** A model that says a few pieces, calls back when they were taken, and then waits for the abort. */
export async function* saysAndHangs(
  pieces: readonly string[],
  signal: AbortSignal,
  onSaid: () => void = () => {},
): AsyncGenerator<ModelEvent> {
  yield { type: "request", providerRequestId: "req_1" };
  yield { type: "usage", usage: { ...usage, outputTokens: 0, estimated: true } };
  for (const text of pieces) yield { type: "text", text };
  onSaid();
  await new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

/** A book of turns and calls that keeps what it is told; the first turn is reserved for by nobody. */
export function memorySteps(): StepLog & { readonly turns: EndedTurn[]; readonly news: CallNews[] } {
  const turns: EndedTurn[] = [];
  const news: CallNews[] = [];
  return {
    turns,
    news,
    beginTurn: async () => 1 + turns.reduce((sum, { calls }) => sum + 1 + calls.length, 0),
    settleTurn: async (turn) => void turns.push(turn),
    noteCalls: async (more) => void news.push(...more),
    askPeople: async () => {
      throw new AbortReason("lease-lost");
    },
    startRuns: async () => {
      throw new AbortReason("lease-lost");
    },
  };
}
