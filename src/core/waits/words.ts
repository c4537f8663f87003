import type { ProviderKeyId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { Role } from "#core/policy/roles.ts";

/** What a run can wait for, as it is entered among the waits of its workspace; the database's check equals this. */
export const waitKinds = ["approval", "event", "time", "budget"] as const;
export type WaitKind = (typeof waitKinds)[number];

/**
 * How a wait ends: people chose (`decided`), an event came (`event`), its time was over (`elapsed`), a call that its
 * budgets had held back may be made (`room`), or the run ended before that (`cancelled`). The database's check equals
 * this.
 */
export const waitEndings = ["decided", "event", "elapsed", "cancelled", "room"] as const;
export type WaitEnding = (typeof waitEndings)[number];

/** Who may decide: whoever has one of the roles, or one of the addresses. Both empty: all who may decide at all. */
export interface Deciders {
  readonly roles: readonly Role[];
  /** In lower case. */
  readonly members: readonly string[];
}

/** What is asked of people. */
export interface ApprovalEntry {
  readonly kind: "approval";
  readonly title: string;
  /** What it is about, as Markdown. */
  readonly show: string;
  /** JSON Schema of what is filled in; null: nothing is. */
  readonly form: JsonObject | null;
  readonly choices: readonly string[];
  readonly deciders: Deciders;
  /** How many people must make the same choice. */
  readonly quorum: number;
  /** Whoever started the run cannot decide. */
  readonly noSelfApproval: boolean;
  /**
   * The call of an agent's tool that it is about, with a hash of what the tool is given; absent: of a node of its own.
   */
  readonly call?: { readonly step: number; readonly requestHash: string };
}

/** What people are asked about a call of a tool, and until when, in milliseconds since the epoch (null: for ever). */
export interface CallQuestion {
  readonly entry: ApprovalEntry;
  readonly untilMs: number | null;
}

/** Which event is waited for. */
export interface EventEntry {
  readonly kind: "event";
  readonly title: string;
  readonly name: string;
  /** CEL over the event's `data` and what is in `sees`; null: every event of the name. */
  readonly match: string | null;
  /** What the condition names of the run, as it was when the wait began. */
  readonly sees: JsonObject;
  /** An event too that came so long before the wait began; 0: none. */
  readonly lookBackMs: number;
}

/** That only the time is waited for. */
export interface TimeEntry {
  readonly kind: "time";
  readonly title: string;
}

/** That a call of a model waits until its budgets have room for it. */
export interface BudgetEntry {
  readonly kind: "budget";
  readonly title: string;
  /** `provider/model`. */
  readonly model: string;
  readonly providerKeyId: ProviderKeyId | null;
  /** The most that the call can cost, micros of USD. */
  readonly needsMicros: number;
}

/** What a gate waits for, as it is entered among the waits of its workspace. */
export type GateEntry = ApprovalEntry | EventEntry | TimeEntry;
/** A wait as it is entered among those of its workspace. */
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
      /** What was filled in, which matches the form; null where there is none. */
      readonly form: Json;
      /** All who made this choice, the first first. */
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
