"use client";

import { useId } from "react";
import { Checkbox } from "#components/ui/controls/checkbox.tsx";
import { SearchField } from "#components/ui/controls/search-field.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { PipelineSelect } from "#features/pipeline-select/index.ts";
import { type ArtifactsFilter, artifactTimes, artifactTypes } from "../model/artifacts-filter.ts";

interface ArtifactsBarProps {
  readonly filter: ArtifactsFilter;
  readonly onChange: (part: Partial<ArtifactsFilter>) => void;
}

/** The filters of the artifact list, kept in the URL. */
export function ArtifactsBar({ filter, onChange }: ArtifactsBarProps) {
  const documentsId = useId();
  return (
    <search
      aria-label="Filter artifacts"
      className="flex flex-wrap items-center gap-2 border-b px-6 py-2 max-sm:px-4"
    >
      <SearchField
        isPageSearch
        label="Find by name"
        placeholder="Name"
        value={filter.text}
        onChange={(text) => onChange({ text })}
      />
      <Select
        aria-label="Type"
        className="w-36"
        value={filter.type ?? ""}
        onChange={({ target: { value } }) =>
          onChange({ type: artifactTypes.find(({ name }) => name === value)?.name ?? null })
        }
      >
        <option value="">Any type</option>
        {artifactTypes.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </Select>
      <PipelineSelect
        all="All pipelines"
        value={filter.pipelineId}
        onChange={(pipelineId) => onChange({ pipelineId })}
      />
      <Select
        aria-label="Time"
        className="w-36"
        value={filter.within ?? ""}
        onChange={({ target: { value } }) =>
          onChange({ within: artifactTimes.find(({ name }) => name === value)?.name ?? null })
        }
      >
        <option value="">Any time</option>
        {artifactTimes.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </Select>
      <span className="flex items-center gap-2">
        <Checkbox
          id={documentsId}
          checked={filter.withRunDocuments}
          onCheckedChange={(checked) => onChange({ withRunDocuments: checked })}
        />
        <label htmlFor={documentsId}>Include documents of runs</label>
      </span>
    </search>
  );
}
