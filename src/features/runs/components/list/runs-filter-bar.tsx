"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronsUpDown, SlidersHorizontal, X } from "lucide-react";
import { lazy, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { SearchField } from "#components/ui/controls/search-field.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { MenuOnDemand } from "#components/ui/floating/menu-on-demand.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import type { UserId } from "#core/ids.ts";
import { type RunOrder, runOrders } from "#core/run/run-order.ts";
import type { RunStatus } from "#core/run/status.ts";
import { asId } from "#core/uuid.ts";
import { PipelineSelect } from "#features/pipeline-select/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { turnTo } from "../../model/list/runs-address.ts";
import {
  countFilters,
  isFiltered,
  parseRunOrder,
  parseTimeRange,
  type RunsFilter,
  timeRanges,
  unfilteredRuns,
} from "../../model/list/runs-filter.ts";
import { CostFilter } from "./cost-filter.tsx";
import { VersionFilter } from "./version-filter.tsx";
import { ViewsMenu } from "./views-menu.tsx";

const bringMenu = () => loadPatiently(() => import("./status-menu.tsx"));
const StatusMenu = lazy(async () => ({ default: (await bringMenu()).StatusMenu }));

const orderTitles: Record<RunOrder, string> = {
  newest: "Newest first",
  oldest: "Oldest first",
  longest: "Longest first",
  costliest: "Most expensive first",
};

/** The filter and the order of the run list, kept in the URL. */
export function RunsFilterBar({ filter }: { readonly filter: RunsFilter }) {
  const change = (part: Partial<RunsFilter>) => turnTo({ after: null, ...part }, "replace");
  // In a small window the filters are folded, since they would fill it.
  const [isUnfolded, setIsUnfolded] = useState(false);
  const set = countFilters(filter);
  // Also clears text that was typed but not applied.
  const [round, setRound] = useState(0);
  return (
    <search
      aria-label="Filter runs"
      className="flex flex-wrap items-center gap-2 border-b px-6 py-2 max-sm:px-4"
    >
      <SearchField
        key={`text ${round}`}
        isPageSearch
        value={filter.text}
        onChange={(text) => change({ text })}
        {...byName}
      />
      <Button className="md:hidden" aria-expanded={isUnfolded} onClick={() => setIsUnfolded(!isUnfolded)}>
        <SlidersHorizontal aria-hidden />
        {set === 0 ? "Filters" : `Filters: ${set}`}
      </Button>
      <div className={isUnfolded ? "contents" : "contents max-md:hidden"}>
        <StatusFilter statuses={filter.statuses} onChange={(statuses) => change({ statuses })} />
        <PipelineSelect
          all="Any pipeline"
          value={filter.pipelineId}
          onChange={(pipelineId) => change({ pipelineId, versionId: null })}
        />
        {filter.pipelineId === null ? null : (
          <VersionFilter
            pipelineId={filter.pipelineId}
            versionId={filter.versionId}
            onChange={(versionId) => change({ versionId })}
          />
        )}
        <StarterFilter filter={filter} onChange={change} />
        <SearchField
          key={`content ${round}`}
          value={filter.content}
          onChange={(content) => change({ content })}
          {...byContent}
        />
        <Select
          aria-label="Time"
          className="w-36"
          value={filter.within ?? ""}
          onChange={(event) => change({ within: parseTimeRange(event.target.value) })}
        >
          <option value="">Any time</option>
          {timeRanges.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </Select>
        <CostFilter key={`cost ${round}`} costs={filter} onChange={change} />
        <Select
          aria-label="Order"
          className="w-48"
          value={filter.order}
          onChange={(event) => change({ order: parseRunOrder(event.target.value) })}
        >
          {runOrders.map((order) => (
            <option key={order} value={order}>
              {orderTitles[order]}
            </option>
          ))}
        </Select>
        <ViewsMenu filter={filter} />
      </div>
      {isFiltered(filter) ? (
        <Button
          tone="quiet"
          onClick={() => {
            setRound(round + 1);
            change({ ...unfilteredRuns, order: filter.order });
          }}
        >
          <X aria-hidden />
          Clear
        </Button>
      ) : null}
    </search>
  );
}

const byName = { label: "Find by pipeline or run id", placeholder: "Pipeline or run id" };
const byContent = { label: "Find in input and output", placeholder: "In input or output" };

interface StarterFilterProps {
  readonly filter: RunsFilter;
  readonly onChange: (part: Pick<RunsFilter, "startedBy" | "kind">) => void;
}

/** What starts runs besides people: triggers, undos of ended runs, and judges. */
const kindTitles = {
  schedule: "A schedule",
  webhook: "A webhook",
  event: "An event",
  run: "Another run",
  undo: "An undo",
  judge: "A judge of test cases",
} as const;
const kinds = Object.keys(kindTitles) as (keyof typeof kindTitles)[];

/** Filters by starter: a person, or a kind of trigger. */
function StarterFilter({ filter: { startedBy, kind }, onChange }: StarterFilterProps) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.members.list.queryOptions());
  return (
    <Select
      aria-label="Started by"
      className="w-40"
      value={startedBy ?? kind ?? ""}
      onChange={({ target: { value } }) =>
        onChange({ startedBy: asId<UserId>(value), kind: kinds.find((known) => known === value) ?? null })
      }
    >
      <option value="">Anybody</option>
      <optgroup label="By itself">
        {kinds.map((known) => (
          <option key={known} value={known}>
            {kindTitles[known]}
          </option>
        ))}
      </optgroup>
      <optgroup label="People">
        {data?.members.map(({ userId, name, email }) => (
          <option key={userId} value={userId}>
            {name ?? email}
          </option>
        ))}
      </optgroup>
    </Select>
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
        <Button className="px-2.5 font-normal max-sm:text-base">
          {statuses.length === 0 ? "Any status" : statuses.join(", ")}
          <ChevronsUpDown aria-hidden className="text-ink-faint" />
        </Button>
      }
    />
  );
}
