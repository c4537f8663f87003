import type { Database } from "#server/db/driver/client.ts";
import type { FileBodies } from "#server/files/file-bodies.ts";
import type { Logger } from "#server/logger.ts";
import type { PlanCache } from "./plan-cache.ts";
import type { StepTaker } from "./step/node-step.ts";

/** Where effects go: to the queue in our own database, or through the outbox to a real Inngest server. */
export type EngineKind = "embedded" | "inngest";

/** What the use-cases of progress need. They act for runs, not for people: a run was authorized when it was started. */
export interface EngineContext {
  readonly db: Database;
  readonly engine: EngineKind;
  /** Identifies this process as a holder of leases. */
  readonly workerId: string;
  /** How long a lease lasts after the last heartbeat of its worker. */
  readonly leaseMs: number;
  readonly plans: PlanCache;
  /** All steps of this process go through it. */
  readonly steps: StepTaker;
  readonly log: Logger;
  /** Where the bytes of files are stored. */
  readonly bodies: FileBodies;
  /** A number in [0, 1) that spreads retries. */
  readonly random: () => number;
  /** A new random UUID. */
  readonly newToken: () => string;
}
