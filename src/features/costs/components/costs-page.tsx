"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { Button } from "#components/ui/controls/button.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { Money } from "#components/ui/display/money.tsx";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import { usePageTime } from "#components/ui/page-time.tsx";
import { turnAddress } from "#components/ui/turn-address.ts";
import { RequestError } from "#features/errors/index.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { type CostSums, caveats, chartDays, isUnknown } from "../model/cost-rows.ts";
import {
  type CostsView,
  costsInput,
  costsQuery,
  daysOf,
  exportAddress,
  parseCostsView,
} from "../model/costs-view.ts";
import { CostChart } from "./cost-chart.tsx";
import { CostTable } from "./cost-table.tsx";
import { CostsBar } from "./costs-bar.tsx";

const freshMs = 60_000;

/** What the workspace spent, by day, pipeline, node, model, key or member. */
export function CostsPage() {
  const parameters = useSearchParams();
  const view = parseCostsView((name) => parameters.get(name));
  const trpc = useTRPC();
  const { workspace } = useShell();
  const nowMs = usePageTime();
  const { data, error, isPlaceholderData, refetch } = useQuery(
    trpc.costs.breakdown.queryOptions(costsInput(view, nowMs), {
      placeholderData: keepPreviousData,
      staleTime: freshMs,
      refetchInterval: freshMs,
    }),
  );
  const addressOf = (other: CostsView) => `/${workspace.slug}/costs${costsQuery(other)}`;
  return (
    <>
      <TopLine
        crumbs={[{ label: "Costs" }]}
        actions={
          <Button asChild>
            <a href={exportAddress(workspace.slug, view, nowMs)} download>
              <Download aria-hidden />
              Export as CSV
            </a>
          </Button>
        }
      />
      <CostsBar view={view} nowMs={nowMs} onChange={turnTo} />
      {error === null ? null : <RequestError error={error} again={refetch} className="m-6 max-sm:m-4" />}
      {data === undefined && error === null ? <SkeletonRows rows={12} label="Loading costs" /> : null}
      {data === undefined ? null : (
        <div aria-busy={isPlaceholderData} className={isPlaceholderData ? "opacity-60" : ""}>
          <Together sums={data.total} />
          {data.days.length === 0 ? (
            <EmptyState title="Nothing was spent">No model was called in this period.</EmptyState>
          ) : (
            <>
              <CostChart days={chartDays(data.days, daysOf(view, nowMs))} />
              <CostTable
                data={data}
                by={view.by}
                hrefOf={({ pipelineId }) =>
                  view.by === "pipeline" ? addressOf({ ...view, by: "node", pipelineId }) : null
                }
              />
            </>
          )}
        </div>
      )}
    </>
  );
}

function Together({ sums }: { readonly sums: CostSums }) {
  const notes = caveats(sums);
  return (
    <div className="flex flex-wrap items-baseline gap-x-6 gap-y-1 px-6 py-4 max-sm:px-4">
      <Money costMicros={isUnknown(sums) ? null : sums.costMicros} className="text-title" />
      {sums.sandboxMicros === 0 ? null : (
        <Money costMicros={sums.sandboxMicros} isSandbox className="text-ink-soft" />
      )}
      <span className="text-ink-faint">days in UTC</span>
      {notes.length === 0 ? null : <span className="text-ink-soft">{notes.join(" · ")}</span>}
    </div>
  );
}

/** Changes the view. */
function turnTo(part: Partial<CostsView>): void {
  turnAddress({ parse: parseCostsView, query: costsQuery }, part);
}
