import { workspaceFlag } from "#core/dispatch/job-spec.ts";
import type { LimitClaim } from "./flow-control.ts";

/** The job slots that are reserved for workspaces that come later. */
const keptShare = 1 / 8;

/**
 * The place that a job takes among those of its workspace: a workspace may use all slots but a few, so that the next
 * workspace finds one free, however long the jobs of the first take.
 */
export function shareOf(workspaceId: string | null, concurrency: number): readonly LimitClaim[] {
  const limit = concurrency - Math.floor(concurrency * keptShare);
  if (workspaceId === null || limit === concurrency) return [];
  const flags = [workspaceFlag(workspaceId)];
  return [{ kind: "concurrency", bucket: `share/${workspaceId}`, limit, flags }];
}
