"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Select } from "#components/ui/controls/select.tsx";
import { shortId } from "#core/short-id.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useCompareHref } from "../../hooks/use-run-href.ts";
import type { RunSnapshot } from "../../model/live/run-snapshot.ts";

/** Links to a comparison with another run of the same pipeline: the run it was forked from first, then the newest. */
export function CompareChoice({ run }: { readonly run: RunSnapshot["run"] }) {
  const trpc = useTRPC();
  const router = useRouter();
  const compareHref = useCompareHref();
  const { data } = useQuery(trpc.runs.list.queryOptions({ pipelineId: run.pipelineId, limit: 20 }));
  const others = (data?.runs ?? []).filter(({ id }) => id !== run.id);
  const source = run.forkedFromRunId;
  const ids = [
    ...(source === null ? [] : [source]),
    ...others.map(({ id }) => id).filter((id) => id !== source),
  ];
  if (ids.length === 0) return <span className="text-ink-faint">no other run of its pipeline</span>;
  return (
    <Select
      aria-label="Compare with another run"
      className="w-56"
      value=""
      onChange={({ target: { value } }) => {
        if (value !== "") router.push(compareHref(value, run.id));
      }}
    >
      <option value="">Choose a run</option>
      {ids.map((id) => (
        <option key={id} value={id}>
          {id === source
            ? `${shortId(id)}, forked from it`
            : describe(
                others.find((one) => one.id === id),
                id,
              )}
        </option>
      ))}
    </Select>
  );
}

function describe(run: { readonly status: string } | undefined, id: string): string {
  return run === undefined ? shortId(id) : `${shortId(id)}, ${run.status}`;
}
