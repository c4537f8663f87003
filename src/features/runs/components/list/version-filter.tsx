"use client";

import { useQuery } from "@tanstack/react-query";
import { Select } from "#components/ui/controls/select.tsx";
import type { PipelineId, PipelineVersionId } from "#core/ids.ts";
import { asId } from "#core/uuid.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RunsFilter } from "../../model/list/runs-filter.ts";

interface VersionFilterProps {
  readonly pipelineId: PipelineId;
  readonly versionId: RunsFilter["versionId"];
  readonly onChange: (versionId: RunsFilter["versionId"]) => void;
}

/** Filters by a published version of the selected pipeline. */
export function VersionFilter({ pipelineId, versionId, onChange }: VersionFilterProps) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.pipelines.versions.queryOptions({ pipelineId }));
  const isOther = versionId !== null && data?.versions.every(({ id }) => id !== versionId) === true;
  return (
    <Select
      aria-label="Version"
      className="w-36"
      value={versionId ?? ""}
      onChange={({ target }) => onChange(asId<PipelineVersionId>(target.value))}
    >
      <option value="">Any version</option>
      {data?.versions.map(({ id, number }) => (
        <option key={id} value={id}>
          Version {number}
        </option>
      ))}
      {isOther ? <option value={versionId}>Another one</option> : null}
    </Select>
  );
}
