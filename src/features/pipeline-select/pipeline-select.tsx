"use client";

import { useQuery } from "@tanstack/react-query";
import { Select } from "#components/ui/controls/select.tsx";
import type { PipelineId } from "#core/ids.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

interface PipelineSelectProps {
  /** The label if none is selected: "All pipelines". */
  readonly all: string;
  /** From the URL, so it may not exist. */
  readonly value: string | null;
  readonly onChange: (pipelineId: PipelineId | null) => void;
}

/** Filters a list by one pipeline, archived ones included. */
export function PipelineSelect({ all, value, onChange }: PipelineSelectProps) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.pipelines.list.queryOptions({ withArchived: true }));
  const pipelines = data?.pipelines ?? [];
  return (
    <Select
      aria-label="Pipeline"
      className="w-48"
      value={value ?? ""}
      onChange={(event) => onChange(pipelines.find(({ id }) => id === event.target.value)?.id ?? null)}
    >
      <option value="">{all}</option>
      {value === null || pipelines.some(({ id }) => id === value) ? null : (
        <option value={value}>{data === undefined ? "One pipeline" : "Another pipeline"}</option>
      )}
      {pipelines.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}
