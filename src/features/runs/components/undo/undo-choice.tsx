"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { Checkbox } from "#components/ui/controls/checkbox.tsx";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import { ScrollRegion } from "#components/ui/layout/scroll-region.tsx";
import { isTerminalRun } from "#core/run/status.ts";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import type { RunSnapshot } from "../../model/live/run-snapshot.ts";
import { BuiltOn } from "./built-on.tsx";

interface UndoChoiceProps {
  readonly runId: RunSnapshot["run"]["id"];
  readonly isWanted: boolean;
  /** `despiteForks`: completed runs build on it, and this person has seen which. */
  readonly onChange: (isWanted: boolean, despiteForks: boolean) => void;
}

/** Whether stopping a run also undoes it: what would be undone, in order, and what stays. */
export function UndoChoice({ runId, isWanted, onChange }: UndoChoiceProps) {
  const id = useId();
  const trpc = useTRPC();
  const {
    data: plan,
    error,
    refetch,
  } = useQuery(trpc.runs.planUndo.queryOptions({ runId }, { staleTime: 0 }));
  if (error !== null) return <RequestError error={error} again={refetch} />;
  if (plan === undefined) return <Skeleton className="h-4 w-2/3" />;
  const { steps, kept, builtOn } = plan;
  const cannotBegin = steps.length === 0 || builtOn.some(({ status }) => !isTerminalRun(status));
  return (
    <div className="grid gap-2 border-t pt-3">
      <div className="flex items-center gap-2">
        <Checkbox
          id={id}
          checked={isWanted && !cannotBegin}
          disabled={cannotBegin}
          onCheckedChange={(checked) => onChange(checked, builtOn.length > 0)}
        />
        <label htmlFor={id} className="font-medium">
          Undo what it did
        </label>
      </div>
      {steps.length === 0 ? (
        <p className="text-ink-soft">So far it has done nothing that can be undone.</p>
      ) : null}
      {steps.length === 0 ? null : (
        <ScrollRegion label="What is undone" className="max-h-48 overflow-y-auto">
          <ol aria-label="In this order" className="grid gap-1">
            {steps.map((step) => (
              <UndoLine key={step.nodeId} step={step} />
            ))}
          </ol>
        </ScrollRegion>
      )}
      {kept.length === 0 ? null : (
        <p className="text-ink-soft">
          Stays as it is, because it does not define an undo: {kept.map(({ name }) => name).join(", ")}.
        </p>
      )}
      <BuiltOn builders={builtOn} names={new Map(steps.map(({ nodeId, name }) => [nodeId, name]))} />
    </div>
  );
}

type Step = RouterOutputs["runs"]["planUndo"]["steps"][number];

const doubts: Readonly<Record<Step["outcome"], string>> = {
  completed: "",
  unknown: "; whether it did anything is not known",
  "in-flight": "; it is running now",
};

function UndoLine({ step: { name, does, outcome } }: { readonly step: Step }) {
  return (
    <li className="min-w-0">
      <span className="font-medium">{name}</span>
      <span className="break-all text-ink-soft">
        : {does}
        {doubts[outcome]}
      </span>
    </li>
  );
}
