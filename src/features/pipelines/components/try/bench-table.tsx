"use client";

import Link from "next/link";
import { Duration } from "#components/ui/display/duration.tsx";
import { Money } from "#components/ui/display/money.tsx";
import { StatusBadge } from "#components/ui/display/status-badge.tsx";
import { ScrollRegion } from "#components/ui/layout/scroll-region.tsx";
import type { useBench } from "../../hooks/try/use-bench.ts";
import { useWorkspaceHref } from "../../hooks/use-workspace-href.ts";
import { type BenchInput, cellPrice, cellResult } from "../../model/try/bench.ts";
import { InputName } from "./bench-inputs.tsx";

type Cell = ReturnType<typeof useBench>["cells"][number];

interface BenchTableProps {
  readonly nodeId: string;
  readonly inputs: readonly BenchInput[];
  readonly models: readonly string[];
  readonly cells: readonly Cell[];
}

/** Results: one row per input, one column per model. */
export function BenchTable({ nodeId, inputs, models, cells }: BenchTableProps) {
  if (inputs.length === 0 || models.length === 0)
    return <p className="text-ink-faint">Choose at least one input and one model.</p>;
  return (
    <ScrollRegion label="Answers side by side" className="overflow-x-auto rounded-base border">
      <table className="w-full table-fixed border-collapse text-left align-top">
        <thead>
          <tr className="border-b bg-sunken">
            <th scope="col" className="w-36 px-2.5 py-1.5 font-medium">
              Input
            </th>
            {models.map((model) => (
              <th key={model} scope="col" className="w-64 border-l px-2.5 py-1.5 font-medium text-mono">
                {model}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {inputs.map((input) => (
            <tr key={input.key} className="border-b last:border-b-0">
              <th scope="row" className="max-w-36 px-2.5 py-2 align-top font-normal text-ink-soft">
                <span className="line-clamp-4 break-words">
                  <InputName input={input} />
                </span>
              </th>
              {models.map((model) => {
                const cell = cells.find((one) => one.input === input && one.model === model);
                return (
                  <td key={model} className="border-l px-2.5 py-2 align-top">
                    {cell === undefined ? null : <CellContent cell={cell} nodeId={nodeId} />}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function CellContent({ cell, nodeId }: { readonly cell: Cell; readonly nodeId: string }) {
  const { started, plan, planError, view, request } = cell;
  if (request === null) return <p className="text-failed">This input does not fit the current node.</p>;
  if (started?.refusal != null) return <p className="break-words text-failed">{started.refusal}</p>;
  if (view !== null) return <Result view={view} nodeId={nodeId} />;
  if (started !== null) return <p className="text-ink-faint">Starting.</p>;
  if (planError !== null) return <p className="break-words text-failed">{planError.message}</p>;
  if (plan === null) return <p className="text-ink-faint">Estimating the cost.</p>;
  const { micros, isSandbox } = cellPrice(plan);
  return (
    <p className="flex flex-wrap items-center gap-1.5 text-ink-soft">
      at most <Money costMicros={micros} isSandbox={isSandbox} />
    </p>
  );
}

const shownCharacters = 4_000;

function Result({ view, nodeId }: { readonly view: NonNullable<Cell["view"]>; readonly nodeId: string }) {
  const href = useWorkspaceHref();
  const node = cellResult(view, nodeId);
  const error = node?.error ?? view.run.error;
  const output = node?.output ?? null;
  const text = typeof output === "string" ? output : output === null ? "" : JSON.stringify(output, null, 2);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StatusBadge status={node?.status ?? view.run.status} />
        {node === null ? null : (
          <>
            <Duration startMs={node.startedAtMs} endMs={node.finishedAtMs} />
            <Money costMicros={node.costMicros} isSandbox={node.isSandbox} />
          </>
        )}
        <Link href={href(`runs/${view.run.id}`)} prefetch={false} className="text-accent hover:underline">
          Open run
        </Link>
      </p>
      {error == null ? null : <p className="break-words text-failed">{error.message}</p>}
      {text === "" ? null : (
        <ScrollRegion
          label="Answer"
          className="max-h-48 overflow-y-auto whitespace-pre-wrap break-words rounded-small bg-sunken px-2 py-1"
        >
          {text.slice(0, shownCharacters)}
          {text.length > shownCharacters ? " …" : null}
        </ScrollRegion>
      )}
    </div>
  );
}
