"use client";

import { useState } from "react";
import type { AttemptSnapshot, RunSnapshot } from "../../model/live/run-snapshot.ts";
import { StoredValue } from "./stored-value.tsx";

interface AttemptWordsProps {
  readonly runId: RunSnapshot["run"]["id"];
  readonly attempt: AttemptSnapshot;
}

/** The text of a failed attempt, collapsed. */
export function AttemptWords({ runId, attempt }: AttemptWordsProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { text, textLeftOut, attempt: number } = attempt;
  if (!textLeftOut && (text === null || text === "")) return null;
  return (
    <details className="text-ink-soft" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="w-fit text-mono hover:text-ink">What it had written</summary>
      {!textLeftOut ? (
        <div
          dir="auto"
          className="measure mt-1 whitespace-pre-wrap break-words text-read [unicode-bidi:plaintext]"
        >
          {text}
        </div>
      ) : isOpen ? (
        <div className="mt-1 h-80">
          <StoredValue
            runId={runId}
            node={attempt}
            pick={({ attempts }) => attempts.find((candidate) => candidate.attempt === number)?.text ?? ""}
            label={`What try ${number} had written`}
          />
        </div>
      ) : null}
    </details>
  );
}
