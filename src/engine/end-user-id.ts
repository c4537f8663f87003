import type { NodeRunRef } from "#core/run/node-task.ts";

/**
 * An opaque name of a node run, the same for all its attempts: the vendor's user id, and the idempotency key of the
 * requests that the node sends. Hashed, because people choose the ids of nodes.
 */
export async function endUserIdOf(nodeRun: NodeRunRef): Promise<string> {
  return hashOf(namesOf(nodeRun));
}

/** The name of one tool call, the same in every attempt: a receiver can recognise a repeated one by it. */
export async function callKeyOf(nodeRun: NodeRunRef, seq: number, callId: string): Promise<string> {
  return hashOf([...namesOf(nodeRun), seq, callId]);
}

/**
 * The 0 has always been part of the name. Without it, after an upgrade in the middle of a run, the next attempt would
 * have another name than the one before.
 */
function namesOf({ workspaceId, runId, nodeId }: NodeRunRef): readonly (string | number)[] {
  return [workspaceId, runId, nodeId, 0];
}

async function hashOf(parts: readonly (string | number)[]): Promise<string> {
  const name = new TextEncoder().encode(parts.join("\n"));
  const hash = await crypto.subtle.digest("SHA-256", name);
  return [...new Uint8Array(hash).subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
