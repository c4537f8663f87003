import { AppError } from "#core/errors.ts";
import { runIdSchema } from "#core/ids.ts";
import type { RunOrder } from "#core/run/run-order.ts";
import type { RunPlace } from "#server/db/run/reading/list-runs.ts";

/** Whether a cursor of this order needs the sort key besides the run's id. */
const withKey: Record<RunOrder, boolean> = { newest: false, oldest: false, longest: true, costliest: true };

/**
 * The end of a page as a cursor. It contains the last run's sort key, so the next page begins there whatever happens to
 * the run.
 */
export function writeRunCursor(order: RunOrder, { id, orderKey }: RunPlace): string {
  return withKey[order] ? `${orderKey}.${id}` : id;
}

/**
 * Parses a cursor.
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
