import { setTimeout as sleep } from "node:timers/promises";
import type { RunId } from "#core/ids.ts";
import type { Stage } from "./stage.ts";

/** Often enough to keep lanes busy, rarely enough to cost the database nothing that counts. */
const lookEveryMs = 10;

/** Tells when runs end, for all of them with one query: so that watching does not become what is measured. */
export interface EndWatch {
  /** Resolves when the run has ended. */
  of(runId: RunId): Promise<void>;
}

export function createEndWatch({ asOwner, context }: Stage): EndWatch {
  const waiting = new Map<string, () => void>();
  let isLooking = false;
  const look = async () => {
    isLooking = true;
    while (waiting.size > 0) {
      await sleep(lookEveryMs);
      const ended = await asOwner<{ id: string }>(
        `select id from runs where workspace_id = $2 and id = any($1::uuid[]) and finished_at is not null`,
        [[...waiting.keys()], context.actor.workspaceId],
      );
      for (const { id } of ended) {
        waiting.get(id)?.();
        waiting.delete(id);
      }
    }
    isLooking = false;
  };
  return {
    of: (runId) =>
      new Promise((resolve, reject) => {
        waiting.set(runId, resolve);
        if (!isLooking) look().catch(reject);
      }),
  };
}
