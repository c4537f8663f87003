import { createHash } from "node:crypto";
import type { TriggerRowId } from "#core/ids.ts";

/** How much later a trigger starts, in milliseconds: constant for one trigger, and spread evenly over many. */
export function jitterOf(triggerId: TriggerRowId, jitterSeconds: number): number {
  if (jitterSeconds === 0) return 0;
  const number = createHash("sha256").update(triggerId).digest().readUInt32BE(0);
  return Math.floor((number / 2 ** 32) * jitterSeconds * 1_000);
}
