import { setTimeout as sleep } from "node:timers/promises";
import type { RunId } from "#core/ids.ts";
import type { Stage } from "./stage.ts";

/** Often enough to keep lanes busy, rarely enough not to load the database. */
const lookEveryMs = 10;

/** Reports when runs end, with one query for all of them, so that watching does not distort the measurement. */
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
