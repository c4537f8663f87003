import type { ScheduleTrigger } from "./trigger-definition.ts";

/** What to do about a time that is due. */
export type DueVerdict =
  | { readonly dueAtMs: number; readonly outcome: "start" }
  | { readonly dueAtMs: number; readonly outcome: "missed" | "coalesced"; readonly reason: string };

/** A time that is processed within this delay is on time. */
const graceMs = 60_000;
/** At most this many late times are made up for. */
const maxCaughtUp = 100;

/**
 * Decides about due times, oldest first, each exactly once: late ones are made up for as `catchUp` says and are
 * otherwise missed, with the reason in words.
 */
export function decideDue(
  trigger: Pick<ScheduleTrigger, "catchUp" | "catchUpSeconds" | "jitterSeconds">,
  dueAtMs: readonly number[],
  nowMs: number,
): readonly DueVerdict[] {
  const latenessOf = (instant: number) => nowMs - instant - trigger.jitterSeconds * 1_000;
  const isFresh = (instant: number) => latenessOf(instant) <= graceMs;
  const windowMs = trigger.catchUp === "none" ? graceMs : Math.max(graceMs, trigger.catchUpSeconds * 1_000);
  const inWindow = dueAtMs.filter((instant) => latenessOf(instant) <= windowMs);
  const taken = new Set(chosen(trigger.catchUp, inWindow));
  const last = inWindow.at(-1);
  return dueAtMs.map((instant): DueVerdict => {
    if (taken.has(instant)) return { dueAtMs: instant, outcome: "start" };
    if (last !== undefined && inWindow.includes(instant) && trigger.catchUp === "one") {
      const reason = `Together with the one due at ${timeText(last)}: several were due at the same time, and catchUp is "one".`;
      return { dueAtMs: instant, outcome: "coalesced", reason };
    }
    return { dueAtMs: instant, outcome: "missed", reason: missedReason(trigger, isFresh(instant), nowMs) };
  });
}

function chosen(catchUp: ScheduleTrigger["catchUp"], inWindow: readonly number[]): readonly number[] {
  return catchUp === "one" ? inWindow.slice(-1) : inWindow.slice(-maxCaughtUp);
}

function missedReason(
  trigger: Pick<ScheduleTrigger, "catchUp" | "catchUpSeconds">,
  isFresh: boolean,
  nowMs: number,
): string {
  const when = `Penstock was not there to start it before ${timeText(nowMs)}`;
  if (isFresh) return `${when}, and more than ${maxCaughtUp} were due at the same time.`;
  if (trigger.catchUp === "none") return `${when}, and catchUp is "none".`;
  if (trigger.catchUp === "all") {
    return `${when}: outside the ${trigger.catchUpSeconds} seconds, or before the last ${maxCaughtUp}, that are caught up on.`;
  }
  return `${when}, which is later than the ${trigger.catchUpSeconds} seconds that are caught up on.`;
}

/** `2026-11-29 08:30 UTC`: a time in a reason. */
export function timeText(instantMs: number): string {
  return `${new Date(instantMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
