import type { NodeRunRef } from "#core/run/node-task.ts";

/**
 * An opaque name of a node run, the same for all its attempts: the vendor's user id and the idempotency key of what the
 * node sends out. Hashed, because ids of nodes are people's own words.
 */
export async function endUserIdOf(nodeRun: NodeRunRef): Promise<string> {
  return hashOf(namesOf(nodeRun));
}

/** The name of one call of a tool, the same whoever makes it: by it a receiver tells one that comes twice. */
export async function callKeyOf(nodeRun: NodeRunRef, seq: number, callId: string): Promise<string> {
  return hashOf([...namesOf(nodeRun), seq, callId]);
}

/**
 * The 0 has always stood here. Without it the next try of a node would have another name than the one before, where a
 * newer Penstock goes on with the run.
 */
function namesOf({ workspaceId, runId, nodeId }: NodeRunRef): readonly (string | number)[] {
  return [workspaceId, runId, nodeId, 0];
}

async function hashOf(parts: readonly (string | number)[]): Promise<string> {
  const name = new TextEncoder().encode(parts.join("\n"));
  const hash = await crypto.subtle.digest("SHA-256", name);
  return [...new Uint8Array(hash).subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
