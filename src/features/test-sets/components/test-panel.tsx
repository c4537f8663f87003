"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import type { PipelineId } from "#core/ids.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { AddSetDialog } from "./add-set-dialog.tsx";
import { TestSetView } from "./test-set-view.tsx";

interface TestPanelProps {
  readonly pipelineId: PipelineId;
  readonly publishedVersion: number | null;
}

/** A pipeline's test sets, played through the draft or a version when the panel is opened. */
export function TestPanel({ pipelineId, publishedVersion }: TestPanelProps) {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const [version, setVersion] = useState<number | "draft">("draft");
  const [baseline, setBaseline] = useState<number | null>(publishedVersion);
  const [isAdding, setIsAdding] = useState(false);
  const { data, error, refetch } = useQuery(trpc.tests.list.queryOptions({ pipelineId }));
  const mayWrite = isAllowed(workspace.role, "pipelines.write");
  const addSet = mayWrite ? (
    <Button size="small" onClick={() => setIsAdding(true)}>
      <Plus aria-hidden />
      Add test set
    </Button>
  ) : null;
  const dialog = isAdding ? (
    <AddSetDialog pipelineId={pipelineId} onClose={() => setIsAdding(false)} />
  ) : null;
  if (error !== null) return <RequestError error={error} again={refetch} className="m-4" />;
  if (data === undefined) return <SkeletonRows rows={3} label="Loading the test sets" />;
  if (data.sets.length === 0) {
    return (
      <>
        <EmptyState title="No test cases yet" action={addSet}>
          A case has assertions about a run, and keeps the answers of models and servers, so that playing it
          costs nothing.{" "}
          {mayWrite
            ? "Open a run that ended as it should and press “Save as test case”."
            : "People who can edit the pipeline save one from a run that ended as it should."}
        </EmptyState>
        {dialog}
      </>
    );
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)]">
      <div className="flex flex-wrap items-end gap-3 border-b px-4 py-3">
        <VersionSelect
          label="Test"
          pipelineId={pipelineId}
          first={{ value: "draft", label: "The draft" }}
          value={String(version)}
          onChange={(value) => setVersion(value === "draft" ? "draft" : Number(value))}
        />
        <VersionSelect
          label="Compare with"
          pipelineId={pipelineId}
          first={{ value: "", label: "Nothing" }}
          value={baseline === null ? "" : String(baseline)}
          onChange={(value) => setBaseline(value === "" ? null : Number(value))}
        />
        <span className="ml-auto">{addSet}</span>
      </div>
      {data.sets.map((set) => (
        <TestSetView
          key={set.id}
          pipelineId={pipelineId}
          set={set}
          version={version}
          baseline={baseline}
          mayWrite={mayWrite}
        />
      ))}
      {dialog}
    </div>
  );
}

interface VersionSelectProps {
  readonly label: string;
  readonly pipelineId: PipelineId;
  readonly first: { readonly value: string; readonly label: string };
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function VersionSelect({ label, pipelineId, first, value, onChange }: VersionSelectProps) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.pipelines.versions.queryOptions({ pipelineId }));
  return (
    <Field label={label} isRequired className="w-40">
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value={first.value}>{first.label}</option>
          {(data?.versions ?? []).map(({ number }) => (
            <option key={number} value={number}>
              Version {number}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
