import { z } from "zod";
import { type NodeReadyData, nodeReadyDataSchema } from "#core/dispatch/engine-event.ts";

/** As `dispatchJobs` writes it; the queue's own notifications name nobody. */
const ringSchema = z.object({ workspaceId: z.string(), nodeRun: nodeReadyDataSchema.optional() });

/** What a notification of the queue is about. */
export interface Ring {
  /** The workspace whose jobs were added; null if it does not say. */
  readonly workspaceId: string | null;
  /** The node run that they are for, if it is exactly one and ready now; else null. */
  readonly nodeRun: NodeReadyData | null;
}

const silent: Ring = { workspaceId: null, nodeRun: null };

/** Reads a notification; one of an unknown form says nothing. */
export function readRing(payload: string | undefined): Ring {
  try {
    const { data } = ringSchema.safeParse(JSON.parse(payload ?? ""));
    return data === undefined ? silent : { workspaceId: data.workspaceId, nodeRun: data.nodeRun ?? null };
  } catch {
    return silent;
  }
}
