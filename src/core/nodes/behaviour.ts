import type { Meter } from "#core/expression/metering/meter.ts";
import type { Scope } from "#core/expression/scope.ts";
import type { TypeScope } from "#core/expression/types/infer-type.ts";
import type { StaticType } from "#core/expression/types/static-type.ts";
import type { Json } from "#core/json/json.ts";
import type { GateEntry, WaitAnswer } from "#core/waits/words.ts";

/** What could not be evaluated, where in the node it stands, and why. */
interface Undecided {
  readonly ok: false;
  readonly where: string;
  readonly message: string;
}

/** A pure node's output, before its mapping. */
export type PureResult =
  | { readonly ok: true; readonly output: Json; readonly branch?: undefined }
  | Undecided;

/** Like a decision, with the branch that is taken. */
export type Choice = { readonly ok: true; readonly output: Json; readonly branch: string } | Undecided;

/** The branches of a node that chooses one of several. */
export interface Ways {
  readonly labels: readonly string[];
  /** The branch that an unlabelled edge belongs to; null if every edge must be labelled. */
  readonly implied: string | null;
}

/**
 * Decided by the reducer, inside the transaction: no clock, no randomness, and all its work is charged to the meter. A
 * type that chooses a branch lists its branches.
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
 * Done by a worker, by the type's handler in `src/engine/handlers`. The lane says how the engine schedules it: `agent`
 * calls models and is throttled per provider key, `node` is not.
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
      /** What it contacts, in a few words, to be shown before a run: an address, an action. */
      readonly target: (config: Config) => string;
    };

/** A wait that is about to begin. */
export interface NewWait {
  /** When it ends by itself, in milliseconds since the epoch; null: never. */
  readonly untilMs: number | null;
  /** Its entry among the workspace's waits; null if only its own deadline can end it. */
  readonly entry: GateEntry | null;
}

/** How a wait begins, or why it cannot. */
export type WaitOpening = { readonly ok: true; readonly wait: NewWait } | Undecided;

/** The outcome of a wait: an output before its mapping, or a failure. */
export type WaitClosing =
  | { readonly ok: true; readonly output: Json; readonly branch?: string | undefined }
  | { readonly ok: false; readonly message: string };

/** Waits without holding anything: no worker, no connection, no money. */
export interface GateBehaviour<Config> {
  readonly kind: "gate";
  /** As for an effect. */
  readonly target: (config: Config) => string;
  /** As for a pure node; null if there is only one way out. */
  readonly ways: (config: Config) => Ways | null;
  /** The longest it can wait, if its config says so; null if only a run can tell. */
  readonly longestMs: (config: Config) => number | null;
  /** Whether it is entered among the waits of the workspace. */
  readonly isListed: boolean;
  readonly open: (config: Config, scope: Scope, nowMs: number, meter: Meter) => WaitOpening;
  readonly close: (config: Config, scope: Scope, answer: WaitAnswer) => WaitClosing;
}

/** A pipeline that a node runs, and what it passes on besides its input. */
export interface CalledPipeline {
  readonly kind: "pipeline";
  /** Its slug or its id. */
  readonly pipeline: string;
  /** A published number; null: whichever version is published when the run starts. */
  readonly version: number | null;
  readonly variables: { readonly [name: string]: string };
}

/** A pipeline that a node refers to. */
export interface PlacedCall {
  readonly call: CalledPipeline;
  /** The place below the node's config where it is named. */
  readonly path: readonly (string | number)[];
  /** The agent's tool that runs it; absent: the node itself does. */
  readonly tool?: string;
}

/** What a node runs inside itself: another pipeline, or its body as it was parsed. */
export type Call = CalledPipeline | { readonly kind: "body"; readonly body: unknown };

/** How a node works through a list. */
export interface ItemsPolicy {
  /** The expression that yields the list. */
  readonly source: string;
  /** The most items that run at the same time. */
  readonly concurrency: number;
  /** Whether it passes on the results themselves, or stores them as an artifact and passes on a reference to it. */
  readonly results: "list" | "artifact";
  /** How many of `total` items may fail without failing the node. */
  readonly tolerates: (total: number) => number;
}

/**
 * What follows when a run of a node with passes has completed: either the node is done, and why, or its run is started
 * again with another input.
 */
export type AfterPass =
  | { readonly ok: true; readonly isOver: true; readonly output: Json; readonly stop?: string }
  | { readonly ok: true; readonly isOver: false; readonly input: Json }
  | Undecided;

/** A completed run of the node. */
export interface Pass {
  /** Counts from 1. */
  readonly number: number;
  readonly output: Json;
}

/** For a node whose run is started again until its type says that it is enough. */
export interface PassBehaviour<Config> {
  readonly after: (config: Config, scope: Scope, pass: Pass, meter: Meter) => AfterPass;
  /** What the passes depend on: if it is unchanged, earlier passes need not be repeated. */
  readonly madeOf: (config: Config) => unknown;
}

/** Done by a child run: each attempt is one. Nothing is held while it runs. */
export interface ChildBehaviour<Config> {
  readonly kind: "child";
  /** As for an effect. */
  readonly target: (config: Config) => string;
  readonly call: (config: Config) => Call;
  /** What is known of its runs' input before any run. */
  readonly given: (config: Config, scope: TypeScope) => StaticType;
  /** How it works through a list, one run per item; left out: it is a single run. */
  readonly items?: (config: Config) => ItemsPolicy;
  /** Absent: it runs once, and the run's output is the node's. */
  readonly passes?: PassBehaviour<Config>;
}

/** What the reducer and the engine do with a node of a type. */
export type Behaviour<Config> =
  | PureBehaviour<Config>
  | EffectBehaviour<Config>
  | GateBehaviour<Config>
  | ChildBehaviour<Config>;

/** Decides nothing: passes the input on unchanged. */
export function passInputOn(_config: unknown, { input }: Scope): PureResult {
  return { ok: true, output: input };
}
