import type { Meter } from "#core/expression/metering/meter.ts";
import type { Scope } from "#core/expression/scope.ts";
import type { TypeScope } from "#core/expression/types/infer-type.ts";
import type { StaticType } from "#core/expression/types/static-type.ts";
import type { Json } from "#core/json/json.ts";
import type { GateEntry, WaitAnswer } from "#core/waits/words.ts";

/** What could not be evaluated, by its place in the node, and why. */
interface Undecided {
  readonly ok: false;
  readonly where: string;
  readonly message: string;
}

/** What a pure node makes of its input: its output, before its mapping. */
export type PureResult =
  | { readonly ok: true; readonly output: Json; readonly branch?: undefined }
  | Undecided;

/** As a decision, with the way out that is taken. */
export type Choice = { readonly ok: true; readonly output: Json; readonly branch: string } | Undecided;

/** The ways out of a node that chooses one of several. */
export interface Ways {
  readonly labels: readonly string[];
  /** The way that an edge without a label is; null where each must say which it is. */
  readonly implied: string | null;
}

/**
 * Decided by the reducer, inside the transaction: no clock, no randomness, and all its work is charged to the meter. A
 * type that chooses a way out says which there are.
 */
export type PureBehaviour<Config> =
  | {
      readonly kind: "pure";
      readonly ways?: undefined;
      readonly decide: (config: Config, scope: Scope, meter: Meter) => PureResult;
    }
  | {
      readonly kind: "pure";
      readonly ways: (config: Config) => Ways;
      readonly decide: (config: Config, scope: Scope, meter: Meter) => Choice;
    };

/**
 * Done by a worker, by the handler of that type in `src/engine/handlers`. The lane says how the engine carries it:
 * `agent` asks models and is throttled by provider key, `node` is not.
 */
export type EffectBehaviour<Config> =
  | {
      readonly kind: "effect";
      readonly lane: "agent";
      /** The pipelines that its tools may run. */
      readonly calls: (config: Config) => readonly PlacedCall[];
    }
  | {
      readonly kind: "effect";
      readonly lane: "node";
      /** What it reaches, in a few words, to be told before a run: an address, an action. */
      readonly target: (config: Config) => string;
    };

/** A wait as it begins. */
export interface NewWait {
  /** When it ends by itself, milliseconds since the epoch; null: never. */
  readonly untilMs: number | null;
  /** As it is entered among the waits of the workspace; null where nothing but its own time can end it. */
  readonly entry: GateEntry | null;
}

/** How a wait begins, or why it cannot. */
export type WaitOpening = { readonly ok: true; readonly wait: NewWait } | Undecided;

/** What comes of a wait: its output before its mapping, or that it failed. */
export type WaitClosing =
  | { readonly ok: true; readonly output: Json; readonly branch?: string | undefined }
  | { readonly ok: false; readonly message: string };

/** Waits, and holds nothing meanwhile: no worker, no connection, no money. */
export interface GateBehaviour<Config> {
  readonly kind: "gate";
  /** As that of an effect. */
  readonly target: (config: Config) => string;
  /** As those of a pure node; null where there is only one way. */
  readonly ways: (config: Config) => Ways | null;
  /** How long it waits at most, as far as its config says; null where only a run can tell. */
  readonly longestMs: (config: Config) => number | null;
  /** Whether it is entered among the waits of the workspace. */
  readonly isListed: boolean;
  readonly open: (config: Config, scope: Scope, nowMs: number, meter: Meter) => WaitOpening;
  readonly close: (config: Config, scope: Scope, answer: WaitAnswer) => WaitClosing;
}

/** A pipeline that a node runs, and what it hands over besides its input. */
export interface CalledPipeline {
  readonly kind: "pipeline";
  /** Its short name or its id. */
  readonly pipeline: string;
  /** A published number; null: the one that is published when the run starts. */
  readonly version: number | null;
  readonly variables: { readonly [name: string]: string };
}

/** A pipeline that a node names. */
export interface PlacedCall {
  readonly call: CalledPipeline;
  /** Where it is named, below the node's config. */
  readonly path: readonly (string | number)[];
  /** The tool of an agent that runs it; absent: the node itself does. */
  readonly tool?: string;
}

/** What a node runs inside of itself: another pipeline, or its body, as it was parsed. */
export type Call = CalledPipeline | { readonly kind: "body"; readonly body: unknown };

/** How a node works through a list. */
export interface ItemsPolicy {
  /** The expression of the list. */
  readonly source: string;
  /** How many items run at the same time at most. */
  readonly concurrency: number;
  /** Whether it hands on the results themselves, or keeps them as an artifact and hands on where that is. */
  readonly results: "list" | "artifact";
  /** How many of `total` items may fail without failing the node. */
  readonly tolerates: (total: number) => number;
}

/**
 * What follows when the run of a node that may run several times has completed: the node is done, and why, or its run
 * is started again with another input.
 */
export type AfterPass =
  | { readonly ok: true; readonly isOver: true; readonly output: Json; readonly stop?: string }
  | { readonly ok: true; readonly isOver: false; readonly input: Json }
  | Undecided;

/** A run of a node that has completed. */
export interface Pass {
  /** Counts from 1. */
  readonly number: number;
  readonly output: Json;
}

/** Of a node whose run is started again until its type says that it is enough. */
export interface PassBehaviour<Config> {
  readonly after: (config: Config, scope: Scope, pass: Pass, meter: Meter) => AfterPass;
  /** What a pass follows from: where this is the same, passes that were made need not be made again. */
  readonly madeOf: (config: Config) => unknown;
}

/** Done by a run of its own: each attempt is one. Nobody holds anything for it meanwhile. */
export interface ChildBehaviour<Config> {
  readonly kind: "child";
  /** As that of an effect. */
  readonly target: (config: Config) => string;
  readonly call: (config: Config) => Call;
  /** What is known of the input of its runs, before any. */
  readonly given: (config: Config, scope: TypeScope) => StaticType;
  /** How it works through a list, an item a run; left out: it is one run. */
  readonly items?: (config: Config) => ItemsPolicy;
  /** Absent: it runs once, and what comes out is the node's output. */
  readonly passes?: PassBehaviour<Config>;
}

/** What the reducer and the engine do with a node of a type. */
export type Behaviour<Config> =
  | PureBehaviour<Config>
  | EffectBehaviour<Config>
  | GateBehaviour<Config>
  | ChildBehaviour<Config>;

/** Decides nothing: the input goes on as it is. */
export function passInputOn(_config: unknown, { input }: Scope): PureResult {
  return { ok: true, output: input };
}
