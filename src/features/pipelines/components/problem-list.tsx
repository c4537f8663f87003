"use client";

import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { ScrollRegion } from "#components/ui/layout/scroll-region.tsx";
import type { LocatedProblem } from "#core/definition-text/locate-problem.ts";
import { type Missing, missingText } from "../model/cost/missing.ts";
import { MissingNote } from "./missing-note.tsx";

interface ProblemListProps {
  readonly problems: readonly LocatedProblem[];
  /** A definition without errors may still be unable to run. */
  readonly missing: Missing;
  readonly onGoTo: (problem: LocatedProblem) => void;
}

/**
 * All problems, each linked to its line and its field. Its height is fixed, so that the editor does not move while
 * typing.
 */
export function ProblemList({ problems, missing, onGoTo }: ProblemListProps) {
  const faults = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - faults;
  return (
    <section aria-label="Problems" className="grid h-28 grid-rows-[auto_minmax(0,1fr)] border-t bg-paper">
      <h2 className="flex h-8 items-center gap-3 px-4 text-mono" aria-live="polite">
        <span className="font-medium">Problems</span>
        <span className="text-ink-faint">{summary(faults, warnings)}</span>
      </h2>
      {problems.length === 0 ? (
        <ScrollRegion label="No problems" className="overflow-y-auto pb-1">
          <p className="flex items-start gap-2 px-4 pt-1 text-ink-soft">
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-completed" />
            {missingText(missing) === null
              ? "None. This can be published and run."
              : "None. This can be published."}
          </p>
          <MissingNote missing={missing} className="px-4 py-1" />
        </ScrollRegion>
      ) : (
        <ScrollRegion label="List of problems" className="overflow-y-auto pb-1">
          {faults > 0 ? null : <MissingNote missing={missing} className="px-4 py-1" />}
          <ul>
            {[...new Map(problems.map((problem) => [keyOf(problem), problem]))].map(([key, problem]) => (
              <li key={key}>
                <ProblemButton problem={problem} onGoTo={onGoTo} />
              </li>
            ))}
          </ul>
        </ScrollRegion>
      )}
    </section>
  );
}

function ProblemButton({
  problem,
  onGoTo,
}: { readonly problem: LocatedProblem } & Pick<ProblemListProps, "onGoTo">) {
  const isFault = problem.severity === "error";
  const Icon = isFault ? CircleX : TriangleAlert;
  const { line = 1 } = problem;
  return (
    <button
      type="button"
      onClick={() => onGoTo(problem)}
      className="grid w-full grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-2 px-4 py-1 text-left hover:bg-hover focus-visible:-outline-offset-2"
    >
      <Icon aria-hidden className={`mt-0.5 size-4 ${isFault ? "text-failed" : "text-waiting"}`} />
      <span className="break-words">
        <span className="sr-only">{isFault ? "Error: " : "Warning: "}</span>
        {problem.message}
      </span>
      <span className="figures text-ink-faint">
        <span className="sr-only">line </span>
        {line}
      </span>
    </button>
  );
}

/** Drops repetitions of the same message at the same place. */
function keyOf({ line, column, message }: LocatedProblem): string {
  return `${line}:${column}:${message}`;
}

function summary(faults: number, warnings: number): string {
  const counted = (count: number, one: string) => (count === 1 ? `1 ${one}` : `${count} ${one}s`);
  return [
    ...(faults > 0 ? [counted(faults, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ].join(", ");
}
