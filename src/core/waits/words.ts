import type { ProviderKeyId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { Role } from "#core/policy/roles.ts";

/** What a run can wait for, as entered among its workspace's waits; the database's check has the same values. */
export const waitKinds = ["approval", "event", "time", "budget"] as const;
export type WaitKind = (typeof waitKinds)[number];

/**
 * How a wait ends: people chose (`decided`), an event arrived (`event`), its time ran out (`elapsed`), a call held back
 * by budgets may be made (`room`), or the run ended before that (`cancelled`). The database's check has the same
 * values.
 */
export const waitEndings = ["decided", "event", "elapsed", "cancelled", "room"] as const;
export type WaitEnding = (typeof waitEndings)[number];

/**
 * Who may decide: people with one of the roles, or one of the addresses. Both empty: everybody with the right to
 * decide.
 */
export interface Deciders {
  readonly roles: readonly Role[];
  /** In lower case. */
  readonly members: readonly string[];
}

/** What people are asked. */
export interface ApprovalEntry {
  readonly kind: "approval";
  readonly title: string;
  /** What it is about, as Markdown. */
  readonly show: string;
  /** JSON Schema of the form; null: there is none. */
  readonly form: JsonObject | null;
  readonly choices: readonly string[];
  readonly deciders: Deciders;
  /** How many people must make the same choice. */
  readonly quorum: number;
  /** The person who started the run cannot decide. */
  readonly noSelfApproval: boolean;
  /**
   * The call of an agent's tool that it is about, with a hash of its arguments; absent: it is about a node of its own.
   */
  readonly call?: { readonly step: number; readonly requestHash: string };
}

/** What people are asked about a tool call, and until when, in milliseconds since the epoch (null: forever). */
export interface CallQuestion {
  readonly entry: ApprovalEntry;
  readonly untilMs: number | null;
}

/** The event that is waited for. */
export interface EventEntry {
  readonly kind: "event";
  readonly title: string;
  readonly name: string;
  /** CEL over the event's `data` and the values in `sees`; null: every event of this name. */
  readonly match: string | null;
  /** The run's data that the condition refers to, as of when the wait began. */
  readonly sees: JsonObject;
  /** Also accepts an event that arrived up to this long before the wait began; 0: none. */
  readonly lookBackMs: number;
}

/** A wait for a time only. */
export interface TimeEntry {
  readonly kind: "time";
  readonly title: string;
}

/** A model call that waits until its budgets have room for it. */
export interface BudgetEntry {
  readonly kind: "budget";
  readonly title: string;
  /** `provider/model`. */
  readonly model: string;
  readonly providerKeyId: ProviderKeyId | null;
  /** The most that the call can cost, in micros of USD. */
  readonly needsMicros: number;
}

/** What a gate waits for, as entered among its workspace's waits. */
export type GateEntry = ApprovalEntry | EventEntry | TimeEntry;
/** A wait as entered among its workspace's waits. */
export type WaitEntry = GateEntry | BudgetEntry;

/** One person's part in a decision. */
export interface Vote {
  readonly userId: string;
  readonly address: string;
}

/** What ended a wait. */
export type WaitAnswer =
  | { readonly kind: "elapsed" }
  | {
      readonly kind: "decided";
      readonly choice: string;
      /** The filled-in form, which matches its schema; null if there is none. */
      readonly form: Json;
      /** Everyone who made this choice, in order. */
      readonly by: readonly Vote[];
      readonly atMs: number;
    }
  | {
      readonly kind: "event";
      readonly id: string;
      readonly name: string;
      readonly data: Json;
      readonly sentAtMs: number;
    };
