"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, X } from "lucide-react";
import { lazy } from "react";
import { Button } from "#components/ui/button.tsx";
import { MenuOnDemand } from "#components/ui/menu-on-demand.tsx";
import { Select } from "#components/ui/select.tsx";
import type { PipelineId } from "#core/ids.ts";
import type { RunStatus } from "#core/run/status.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { readRunsFilter, turnTo } from "../model/runs-address.ts";
import { asId, type RunsFilter } from "../model/runs-filter.ts";

const bringMenu = () => import("./status-menu.tsx");
const StatusMenu = lazy(async () => ({ default: (await bringMenu()).StatusMenu }));

/** Which runs the list shows. What is chosen stands in the address. */
export function RunsFilterBar({ filter }: { readonly filter: RunsFilter }) {
  const change = (part: Partial<RunsFilter>) =>
    // From the address as it is now: two changes in a row are two changes.
    turnTo({ ...readRunsFilter(), before: null, ...part }, "replace");
  const isFiltered = filter.statuses.length > 0 || filter.pipelineId !== null;
  return (
    <search
      aria-label="Filter runs"
      className="flex flex-wrap items-center gap-2 border-b px-6 py-2 max-sm:px-4"
    >
      <StatusFilter statuses={filter.statuses} onChange={(statuses) => change({ statuses })} />
      <PipelineFilter pipelineId={filter.pipelineId} onChange={(pipelineId) => change({ pipelineId })} />
      {isFiltered ? (
        <Button tone="quiet" onClick={() => change({ statuses: [], pipelineId: null })}>
          <X aria-hidden />
          Clear
        </Button>
      ) : null}
    </search>
  );
}

interface StatusFilterProps {
  readonly statuses: readonly RunStatus[];
  readonly onChange: (statuses: readonly RunStatus[]) => void;
}

function StatusFilter({ statuses, onChange }: StatusFilterProps) {
  return (
    <MenuOnDemand
      menu={(trigger) => <StatusMenu statuses={statuses} onChange={onChange} trigger={trigger} />}
      onNear={() => void bringMenu()}
      trigger={
        <Button>
          {statuses.length === 0 ? "Any status" : statuses.join(", ")}
          <ChevronDown aria-hidden />
        </Button>
      }
    />
  );
}

interface PipelineFilterProps {
  readonly pipelineId: RunsFilter["pipelineId"];
  readonly onChange: (pipelineId: RunsFilter["pipelineId"]) => void;
}

function PipelineFilter({ pipelineId, onChange }: PipelineFilterProps) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.pipelines.list.queryOptions({ withArchived: true }));
  return (
    <Select
      aria-label="Pipeline"
      className="w-56"
      value={pipelineId ?? ""}
      onChange={(event) => onChange(asId<PipelineId>(event.target.value))}
    >
      <option value="">Any pipeline</option>
      {data?.pipelines.map((pipeline) => (
        <option key={pipeline.id} value={pipeline.id}>
          {pipeline.name}
        </option>
      ))}
    </Select>
  );
}
