"use client";

import Link from "next/link";
import { isTerminalRun } from "#core/run/status.ts";
import { shortId } from "#core/short-id.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { useRunHref } from "../../hooks/use-run-href.ts";

type Builder = RouterOutputs["runs"]["planUndo"]["builtOn"][number];

interface BuiltOnProps {
  readonly builders: readonly Builder[];
  /** The names of the run's nodes. */
  readonly names: ReadonlyMap<string, string>;
}

/** Other runs that reused what would be undone, and would lose their basis. */
export function BuiltOn({ builders, names }: BuiltOnProps) {
  const runHref = useRunHref();
  if (builders.length === 0) return null;
  const isOpen = builders.some(({ status }) => !isTerminalRun(status));
  return (
    <div role="note" className="grid gap-1">
      <p className="font-medium">
        {isOpen
          ? "Other runs build on this. Nothing is undone until all of them have ended."
          : "Other runs build on this, and have completed. What they reused would be undone, too."}
      </p>
      <ul className="grid gap-1">
        {builders.map(({ runId, status, nodeIds }) => (
          <li key={runId} className="text-ink-soft">
            <Link href={runHref(runId)} className="text-accent underline">
              {shortId(runId)}
            </Link>{" "}
            ({status}): {nodeIds.map((id) => names.get(id) ?? id).join(", ")}
          </li>
        ))}
      </ul>
    </div>
  );
}
