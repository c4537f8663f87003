"use client";

import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { useVersion } from "../../hooks/use-published.ts";
import type { Pipeline } from "../../model/pipeline-outputs.ts";
import { publishBreaks } from "../../model/publish/publish-breaks.ts";

type Dependents = RouterOutputs["pipelines"]["dependents"];

interface DependentListProps {
  readonly pipelineId: Pipeline["id"];
  readonly publishedVersion: number;
  readonly draft: PipelineDefinition;
}

/** What the new version may break, and who depends on it. */
export function DependentList({ pipelineId, publishedVersion, draft }: DependentListProps) {
  const trpc = useTRPC();
  const { data: published } = useVersion(pipelineId, publishedVersion);
  const { data, error, refetch } = useQuery({
    ...trpc.pipelines.dependents.queryOptions({ pipelineId }),
    staleTime: 0,
  });
  const breaks = useMemo(
    () => (published === undefined ? [] : publishBreaks(draft, published.definition)),
    [draft, published],
  );
  return (
    <>
      {breaks.length === 0 ? null : (
        <ul
          aria-label="What it may break"
          className="grid gap-1 rounded-base border bg-waiting-soft px-3 py-2"
        >
          {breaks.map((sentence) => (
            <li key={sentence} className="flex gap-2">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-waiting" />
              <span className="min-w-0 break-words">{sentence}</span>
            </li>
          ))}
        </ul>
      )}
      {error === null ? null : <RequestError error={error} again={refetch} />}
      {data === undefined && error === null ? <p role="status">Searching for what uses it …</p> : null}
      {data === undefined ? null : (
        <dl aria-label="Who uses it" className="grid gap-x-4 gap-y-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
          <Group title="Used by">{usersOf(unpinned(data))}</Group>
          <Group title="Runs in progress">{openRunWords(data)}</Group>
        </dl>
      )}
    </>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-ink-soft">{title}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

/** Callers that name a version keep that one. */
function unpinned({ pipelines, ...rest }: Dependents): Dependents {
  const used = pipelines.filter(({ callers, startsAfter }) => callers.length > 0 || startsAfter);
  return { ...rest, pipelines: used };
}

function usersOf({ pipelines, apiUsers }: Dependents): ReactNode {
  if (pipelines.length + apiUsers.length === 0) return "no other pipeline, and no program recently";
  return (
    <ul>
      {pipelines.map(({ pipelineId, pipelineName, callers, startsAfter }) => (
        <li key={pipelineId}>{[pipelineName, ...howUsed(callers, startsAfter)].join(", ")}</li>
      ))}
      {apiUsers.map(({ tokenName, runs }) => (
        <li key={tokenName}>
          {`The token ${tokenName}: ${runs === 1 ? "one run" : `${runs.toLocaleString("en-US")} runs`} recently`}
        </li>
      ))}
    </ul>
  );
}

function howUsed(callers: readonly string[], startsAfter: boolean): readonly string[] {
  return [
    ...(callers.length === 0 ? [] : [`which calls it in ${callers.join(", ")}`]),
    ...(startsAfter ? ["which starts when it ends"] : []),
  ];
}

function openRunWords({ openRuns: { running, waiting } }: Dependents): string {
  if (running + waiting === 0) return "none";
  const counted = [running > 0 ? `${running} running` : "", waiting > 0 ? `${waiting} waiting` : ""];
  return `${counted.filter(Boolean).join(", ")}; they end with the version that they started with`;
}
