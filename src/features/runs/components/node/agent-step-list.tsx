"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { MessageSquare, Wrench } from "lucide-react";
import Link from "next/link";
import { ShowMore } from "#components/ui/controls/show-more.tsx";
import { Badge } from "#components/ui/display/badge.tsx";
import { Duration } from "#components/ui/display/duration.tsx";
import { Money } from "#components/ui/display/money.tsx";
import { StatusBadge } from "#components/ui/display/status-badge.tsx";
import { TokenCount } from "#components/ui/display/token-count.tsx";
import { ScrollRegion } from "#components/ui/layout/scroll-region.tsx";
import { isTerminalRun } from "#core/run/status.ts";
import { shortId } from "#core/short-id.ts";
import { RequestError } from "#features/errors/index.ts";
import { DecisionCardOnDemand } from "#features/waits/index.ts";
import { useTRPC, useTRPCClient } from "#lib/trpc/react.tsx";
import { useReadAgain } from "../../hooks/use-read-again.ts";
import { useRunHref } from "../../hooks/use-run-href.ts";
import type { RunSnapshot } from "../../model/live/run-snapshot.ts";
import { type AgentStep, asksAbout, decisionWords, stepLook } from "../../model/words/step-words.ts";

interface AgentStepListProps {
  readonly runId: RunSnapshot["run"]["id"];
  readonly nodeId: string;
  /** Changes with each turn and call; the list is then refetched. */
  readonly stand: string;
}

const readAgainMs = 2_000;

/** The step's run may cost more, or others may decide about it, and neither is in this run's log. */
function isOpen({ run, waitId }: AgentStep): boolean {
  return waitId !== null || (run !== null && !isTerminalRun(run.status));
}

/** The turns and tool calls of an agent, in order. */
export function AgentStepList({ runId, nodeId, stand }: AgentStepListProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const query = useInfiniteQuery({
    queryKey: [...trpc.runs.listSteps.queryKey({ runId, nodeId }), "pages"],
    queryFn: ({ pageParam: cursor }) => client.runs.listSteps.query({ runId, nodeId, cursor }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // The node may have changed since the list was cached.
    refetchOnMount: "always",
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.steps.some(isOpen)) === true ? readAgainMs : false,
  });
  useReadAgain(stand, query);
  // A failed refetch must not remove the list: somebody may be writing in a decision.
  const fault =
    query.error === null ? null : <RequestError error={query.error} again={query.refetch} className="m-3" />;
  const steps = query.data?.pages.flatMap((page) => page.steps) ?? [];
  const isAsking = asksAbout(steps);
  if (steps.length === 0) {
    return (
      fault ?? (
        <p className="px-4 py-3 text-ink-faint">
          {query.isPending
            ? "Loading its turns."
            : "No turns yet: the node has not begun, or it was reused from another run."}
        </p>
      )
    );
  }
  return (
    <ScrollRegion label="Said and called" className="h-full overflow-y-auto">
      {fault}
      <ol aria-label="Turns and calls" className="divide-y">
        {steps.map((step) => (
          <StepItem key={step.seq} step={step} isAsking={isAsking} />
        ))}
      </ol>
      <ShowMore pages={query} word="Show more" size="small" className="m-3" />
    </ScrollRegion>
  );
}

function StepItem({ step, isAsking }: { readonly step: AgentStep; readonly isAsking: boolean }) {
  const isTurn = step.kind === "model";
  const { word, tone } = stepLook(step, isAsking);
  const decided = decisionWords(step);
  const Icon = isTurn ? MessageSquare : Wrench;
  return (
    <li
      tabIndex={-1}
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1.5 px-4 py-3 outline-none *:col-start-2"
    >
      {/* Icons in one column, texts in another. */}
      <Icon aria-hidden="true" className="col-start-1! row-start-1 mt-0.5 size-4 shrink-0 text-ink-faint" />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className={isTurn ? undefined : "font-mono"}>{step.name}</span>
        {step.effect === "write" ? <Badge>acts</Badge> : null}
        <Badge tone={tone}>{word}</Badge>
        {decided === null ? null : <span className="text-ink-soft">{decided}</span>}
        <span className="grow" />
        {step.finishedAtMs === null || step.decision === "rejected" ? null : (
          <Duration startMs={step.startedAtMs} endMs={step.finishedAtMs} />
        )}
        {isTurn && step.finishedAtMs !== null ? <TurnBill step={step} /> : null}
      </div>
      {step.run === null ? null : <StepRun run={step.run} />}
      {step.waitId === null ? null : (
        <div className="rounded-base border [&>article]:px-4">
          <DecisionCardOnDemand waitId={step.waitId} isOnRunPage />
        </div>
      )}
      {step.input === null ? null : <Said text={step.input} isFaint />}
      {step.text === null || step.text === "" ? null : <Said text={step.text} />}
      {step.isCut ? <p className="text-ink-faint">Only its beginning is shown here.</p> : null}
    </li>
  );
}

/** The run of a call: its link, its status, and its cost including its children. */
function StepRun({ run }: { readonly run: NonNullable<AgentStep["run"]> }) {
  const runHref = useRunHref();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Link href={runHref(run.runId)} className="text-accent underline">
        {run.pipelineName}, run {shortId(run.runId)}
      </Link>
      <StatusBadge status={run.status} />
      <span className="grow" />
      <Money costMicros={run.costMicros} isSandbox={run.isSandbox} />
    </div>
  );
}

function TurnBill({ step }: { readonly step: AgentStep }) {
  const { inputTokens, outputTokens, costMicros, isSandbox } = step;
  return (
    <>
      <TokenCount inputTokens={inputTokens} outputTokens={outputTokens} />
      <Money costMicros={costMicros} isSandbox={isSandbox} />
    </>
  );
}

function Said({ text, isFaint = false }: { readonly text: string; readonly isFaint?: boolean }) {
  return (
    <p className={`whitespace-pre-wrap break-words ${isFaint ? "font-mono text-ink-soft" : ""}`}>{text}</p>
  );
}
