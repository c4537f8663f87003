import { type ParsedCronItem, parseCronItems } from "graphile-worker";
import { z } from "zod";
import type { FunctionDirectory } from "./function-plan.ts";

/** The task that the clock adds for a function with a schedule. */
export const cronTask = "penstock/cron";

/** The payload that the clock gives that task. */
export const scheduledJobSchema = z.object({ functionId: z.string(), cron: z.string() });

/** When the clock adds which function's task. Ticks that were missed while there was no worker are not made up for. */
export function scheduleOf(directory: FunctionDirectory): ParsedCronItem[] {
  return parseCronItems(
    directory.all.flatMap(({ id, crons }) =>
      crons.map((cron, index) => ({
        task: cronTask,
        match: cron,
        identifier: `${id}/${index}`,
        payload: { functionId: id, cron },
      })),
    ),
  );
}
