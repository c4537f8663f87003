import { AppError } from "#core/errors.ts";
import { runIdSchema } from "#core/ids.ts";
import type { RunOrder } from "#core/run/run-order.ts";
import type { RunPlace } from "#server/db/run/reading/list-runs.ts";

/** How the place after a run is written in each order: by its id alone, or by what it is ordered by and its id. */
const withKey: Record<RunOrder, boolean> = { newest: false, oldest: false, longest: true, costliest: true };

/**
 * The end of a page as a cursor. It says itself where that run stood, so the next page begins there whatever becomes of
 * the run.
 */
export function writeRunCursor(order: RunOrder, { id, orderKey }: RunPlace): string {
  return withKey[order] ? `${orderKey}.${id}` : id;
}

/**
 * Reads it back.
 * @throws AppError INVALID_INPUT when it is not of this order.
 */
export function readRunCursor(order: RunOrder, cursor: string): RunPlace {
  const dot = cursor.indexOf(".");
  const key = dot === -1 ? "" : cursor.slice(0, dot);
  const id = runIdSchema.safeParse(cursor.slice(dot + 1));
  if (!id.success || (withKey[order] ? !/^\d{1,15}$/.test(key) : dot !== -1)) {
    throw new AppError("INVALID_INPUT", `This cursor does not belong to the order "${order}".`);
  }
  return { id: id.data, orderKey: Number(key) };
}
