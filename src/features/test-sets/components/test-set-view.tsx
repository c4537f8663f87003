"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, Play, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import type { PipelineId } from "#core/ids.ts";
import { ConfirmRequest, RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useTestMutations } from "../hooks/use-test-mutations.ts";
import type { TestSet } from "../model/test-outputs.ts";
import { countOutcomes, isBeingJudged } from "../model/test-words.ts";
import { GateSelect } from "./add-set-dialog.tsx";
import { AskJudges } from "./ask-judges.tsx";
import { CaseDialog } from "./case-dialog.tsx";
import { CaseRow } from "./case-row.tsx";

/** How often to check for requested verdicts. */
const judgingMs = 1_500;

interface TestSetViewProps {
  readonly pipelineId: PipelineId;
  readonly set: TestSet;
  readonly version: number | "draft";
  readonly baseline: number | null;
  readonly mayWrite: boolean;
}

/** One set: the results of its cases, and when it blocks publishing. */
export function TestSetView({ pipelineId, set, version, baseline, mayWrite }: TestSetViewProps) {
  const trpc = useTRPC();
  const [open, setOpen] = useState<"add" | "remove" | null>(null);
  const close = () => setOpen(null);
  const { updateSet, removeSet, exportSet } = useTestMutations(close);
  const played = useQuery({
    ...trpc.tests.play.queryOptions({ setId: set.id, version, baseline }),
    // Playing costs nothing, and the draft may have changed since.
    staleTime: 0,
    refetchInterval: ({ state }) => (isBeingJudged(state.data?.cases ?? []) ? judgingMs : false),
  });
  const results = new Map(played.data?.cases.map((one) => [one.caseId, one]));
  return (
    <section
      aria-label={`Test set ${set.name}`}
      className="grid grid-cols-[minmax(0,1fr)] gap-3 border-b px-4 py-4"
    >
      <header className="flex flex-wrap items-center gap-2">
        <h3 className="font-semibold">{set.name}</h3>
        <span role="status" className="text-ink-soft">
          {played.data === undefined ? "" : countOutcomes(played.data.cases)}
        </span>
        <span className="ml-auto flex flex-wrap justify-end gap-2">
          <Button size="small" isPending={played.isFetching} onClick={() => void played.refetch()}>
            <Play aria-hidden />
            Run tests
          </Button>
          <AskJudges
            setName={set.name}
            asked={{ setId: set.id, version, baseline }}
            cases={played.data?.cases ?? []}
          />
          <Button
            size="small"
            isPending={exportSet.isPending}
            onClick={() => exportSet.mutate({ setId: set.id, version })}
          >
            <Download aria-hidden />
            Export
          </Button>
          {mayWrite ? (
            <>
              <Button size="small" onClick={() => setOpen("add")}>
                <Plus aria-hidden />
                Add case
              </Button>
              <Button
                tone="quiet"
                size="icon-small"
                aria-label={`Remove test set ${set.name}`}
                onClick={() => setOpen("remove")}
              >
                <Trash2 aria-hidden />
              </Button>
            </>
          ) : null}
        </span>
      </header>
      <GateSelect
        aria-label={`Publishing, test set ${set.name}`}
        gate={set.gate}
        disabled={!mayWrite || updateSet.isPending}
        onChange={(gate) => updateSet.mutate({ setId: set.id, gate })}
      />
      {played.error === null ? null : <RequestError error={played.error} again={played.refetch} />}
      {[updateSet.error, exportSet.error].map((error) =>
        error === null ? null : <RequestError key={error.message} error={error} />,
      )}
      {set.cases.length === 0 ? (
        <p className="text-ink-soft">No cases yet. Save a run as a case, or write one by hand.</p>
      ) : (
        <ul aria-label={`Cases of ${set.name}`} className="grid grid-cols-[minmax(0,1fr)] border-t">
          {set.cases.map((one) => (
            <CaseRow
              key={one.id}
              pipelineId={pipelineId}
              version={version}
              testCase={one}
              played={results.get(one.id) ?? null}
              mayWrite={mayWrite}
            />
          ))}
        </ul>
      )}
      {open === "add" ? <CaseDialog setId={set.id} onClose={close} /> : null}
      {open === "remove" ? (
        <ConfirmRequest
          title={`Remove ${set.name}?`}
          description={`Its ${set.cases.length === 1 ? "case is" : `${set.cases.length} cases are`} removed with it, for good.`}
          action="Remove test set"
          isPending={removeSet.isPending}
          onConfirm={() => removeSet.mutate({ setId: set.id })}
          onClose={close}
          error={removeSet.error}
        />
      ) : null}
    </section>
  );
}
