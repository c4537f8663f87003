import { calendarOf, cronFault, isTimezone } from "./calendar.ts";

/** When a schedule would be due, as far as it is written. */
export interface SchedulePreview {
  /** Its id; if it has none yet, its index: `#2`. */
  readonly id: string;
  readonly cron: string;
  readonly timezone: string;
  /** The next times, in milliseconds since the epoch; fewer if there are no more, none if there is an error. */
  readonly timesMs: readonly number[];
  /** Why it has no times, as a sentence without its end; null if it has. */
  readonly fault: string | null;
}

/**
 * The schedules among triggers that are being written, which may be anything at all: each with its next `count` times
 * from an instant on, or with what is wrong with it. Without the jitter, which differs for each trigger.
 */
export function previewSchedules(
  triggers: unknown,
  nowMs: number,
  count: number,
): readonly SchedulePreview[] {
  if (!Array.isArray(triggers)) return [];
  return triggers.flatMap((written: unknown, index) => {
    const { kind, id, cron, timezone = "UTC" } = Object(written) as { readonly [field: string]: unknown };
    if (kind !== "schedule") return [];
    const named = {
      id: typeof id === "string" && id !== "" ? id : `#${index + 1}`,
      cron: typeof cron === "string" ? cron : "",
      timezone: typeof timezone === "string" ? timezone : "",
    };
    const fault = faultOf(named);
    const timesMs = fault === null ? calendarOf(named.cron, named.timezone).after(nowMs, count) : [];
    return [{ ...named, timesMs, fault }];
  });
}

function faultOf({ cron, timezone }: Pick<SchedulePreview, "cron" | "timezone">): string | null {
  if (cron.trim() === "") return "cron is not written yet";
  const fault = cronFault(cron);
  if (fault !== null) return `cron ${fault}`;
  return isTimezone(timezone) ? null : "timezone must be the name of a zone, such as Europe/Berlin or UTC";
}
