import { createHash } from "node:crypto";
import { AppError } from "#core/errors.ts";
import type { Json } from "#core/json/json.ts";
import { sortedJson } from "#core/json/same-json.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { storeResponse, takeIdempotencyKey } from "#server/db/run/idempotency.ts";
import type { Actor } from "./context.ts";

/** A program's idempotency key. Null or absent: every request is a new one. */
export type IdempotencyKey = string | null | undefined;

/**
 * Does `work` once per key: a repeated request, with its fields in any order, gets the first answer, and nothing
 * happens twice. Without a key, it just does it.
 * @throws AppError IDEMPOTENCY_MISMATCH when the key was used for another request.
 */
export async function once<Response extends Json>(
  tx: TenantSql,
  actor: Actor,
  operation: string,
  key: IdempotencyKey,
  request: Json,
  work: () => Promise<Response>,
): Promise<Response> {
  return again<Response>(tx, actor, operation, key, request, (earlier) =>
    earlier === null ? work() : Promise.resolve(earlier),
  );
}

/**
 * Like `once`, for an answer that is given only once and never stored: a repeated request does `work` again, which is
 * given the earlier result in order to undo it.
 * @throws AppError IDEMPOTENCY_MISMATCH when the key was used for another request.
 */
export async function again<Response extends Json>(
  tx: TenantSql,
  actor: Actor,
  operation: string,
  key: IdempotencyKey,
  request: Json,
  work: (earlier: Response | null) => Promise<Response>,
): Promise<Response> {
  if (key === null || key === undefined) return work(null);
  // The order of the fields does not matter.
  const requestHash = createHash("sha256")
    .update(JSON.stringify(sortedJson(request)))
    .digest("hex");
  const claim = { workspaceId: actor.workspaceId, operation, key, requestHash };
  const earlier = await takeIdempotencyKey(tx, claim);
  if (earlier !== null && earlier.requestHash !== requestHash) {
    throw new AppError(
      "IDEMPOTENCY_MISMATCH",
      `The idempotency key ${key} was used for another ${operation}. Use a new key for a new request.`,
    );
  }
  const response = await work(earlier === null ? null : (earlier.response as Response));
  await storeResponse(tx, claim, response);
  return response;
}
