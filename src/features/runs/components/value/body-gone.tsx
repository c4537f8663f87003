"use client";

import { RelativeTime } from "#components/ui/display/relative-time.tsx";

interface BodyGoneProps {
  /** What was there, as the beginning of a sentence: "The input of Draft". */
  readonly what: string;
  readonly deletedAtMs: number;
}

/** Stands where a value stood that the workspace has deleted since: nothing would look as if there had been none. */
export function BodyGone({ what, deletedAtMs }: BodyGoneProps) {
  return (
    <p className="self-start px-4 py-3 text-ink-soft">
      {what} is no longer kept: it was deleted <RelativeTime timeMs={deletedAtMs} />, as the workspace keeps
      bodies of runs for a limited time. What the run did, when, and what it cost is still here.
    </p>
  );
}
