"use client";

import { CircleStop, Play, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { ConfirmDialog } from "#components/ui/floating/confirm-dialog.tsx";
import { ChosenBar } from "#components/ui/layout/chosen-bar.tsx";
import type { RunId } from "#core/ids.ts";
import { useBulkAction } from "../../hooks/use-bulk-action.ts";
import { type BulkAction, runsFor } from "../../model/list/bulk-actions.ts";
import type { RunSummary } from "../../model/live/run-snapshot.ts";

interface BulkBarProps {
  readonly chosen: readonly RunSummary[];
  readonly actions: readonly BulkAction[];
  readonly onClear: () => void;
}

const looks = {
  stop: { Icon: CircleStop, word: "Stop", tone: "danger" },
  resume: { Icon: Play, word: "Resume", tone: "primary" },
  delete: { Icon: Trash2, word: "Delete", tone: "danger" },
} as const;

const questions: Record<BulkAction, string> = {
  stop: "They stop immediately. What models have written so far is kept and paid for.",
  resume: "Each continues in a new run, from where it ended. The new runs cost what is left to do.",
  delete:
    "Their inputs, outputs, logs, artifacts and decisions are deleted for good. What they cost stays in the books.",
};

/** Actions on the selected runs, each after a confirmation. */
export function BulkBar({ chosen, actions, onClear }: BulkBarProps) {
  const [asked, setAsked] = useState<{
    readonly action: BulkAction;
    readonly runIds: readonly RunId[];
  } | null>(null);
  const bulk = useBulkAction(() => {
    setAsked(null);
    onClear();
  });
  return (
    <ChosenBar
      label="Selected runs"
      words={chosen.length === 1 ? "1 run selected" : `${chosen.length} runs selected`}
      onClear={onClear}
    >
      {actions.map((action) => {
        const { Icon, word } = looks[action];
        const runIds = runsFor(action, chosen);
        return (
          <Button
            key={action}
            size="small"
            disabled={runIds.length === 0}
            onClick={() => setAsked({ action, runIds })}
          >
            <Icon aria-hidden />
            {runIds.length === chosen.length ? word : `${word} ${runIds.length}`}
          </Button>
        );
      })}
      {asked === null ? null : (
        <ConfirmDialog
          title={`${looks[asked.action].word} ${asked.runIds.length === 1 ? "1 run" : `${asked.runIds.length} runs`}?`}
          description={questions[asked.action]}
          action={`${looks[asked.action].word} ${asked.runIds.length === 1 ? "run" : "runs"}`}
          tone={looks[asked.action].tone}
          isPending={bulk.isPending}
          onConfirm={() => bulk.mutate(asked)}
          onClose={() => setAsked(null)}
        />
      )}
    </ChosenBar>
  );
}
