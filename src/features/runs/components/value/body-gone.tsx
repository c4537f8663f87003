"use client";

import { RelativeTime } from "#components/ui/display/relative-time.tsx";

interface BodyGoneProps {
  /** The subject of the sentence: "The input of Draft". */
  readonly what: string;
  readonly deletedAtMs: number;
}

/** Shown in place of a deleted value; an empty space would look as if there had been none. */
export function BodyGone({ what, deletedAtMs }: BodyGoneProps) {
  return (
    <p className="self-start px-4 py-3 text-ink-soft">
      {what} was deleted <RelativeTime timeMs={deletedAtMs} />, because the workspace keeps bodies of runs for
      a limited time. What the run did, when, and what it cost is still here.
    </p>
  );
}
