"use client";

import { GitFork } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Badge } from "#components/ui/display/badge.tsx";
import { Duration } from "#components/ui/display/duration.tsx";
import { Money } from "#components/ui/display/money.tsx";
import { StatusBadge } from "#components/ui/display/status-badge.tsx";
import { TokenCount } from "#components/ui/display/token-count.tsx";
import { defaultMaxTokens } from "#core/model/default-max-tokens.ts";
import { typeStartsRuns } from "#core/nodes/child-types.ts";
import type { NodeDefinition, PipelineDefinition } from "#core/pipeline/definition.ts";
import { isTerminalRun } from "#core/run/status.ts";
import type { NodeView } from "#core/run/view/fold.ts";
import { RunDecisions } from "#features/waits/index.ts";
import { useHasCaughtUp, useLogLines, useNodeView, useRunPart } from "../../live-run-context.ts";
import type { NodeRunSnapshot, RunSnapshot } from "../../model/live/run-snapshot.ts";
import { shownStatus, statusWord } from "../../model/node-look.ts";
import { repairsIn } from "../../model/repairs-in.ts";
import type { RunActions } from "../../model/run-actions.ts";
import { triesOf } from "../../model/tries.ts";
import { stopWords } from "../../model/words/stop-words.ts";
import { undoStepWord } from "../../model/words/undo-words.ts";
import { AddressedTabs } from "../tabs/addressed-tabs.tsx";
import { AgentStepList, AttemptList, EventList, NodeRuns } from "../tabs/tabs-on-demand.tsx";
import { BodyGone } from "../value/body-gone.tsx";
import { ValueView } from "../value/value-view.tsx";
import { NodeOutput } from "./node-output.tsx";
import { StoredValue } from "./stored-value.tsx";
import { WorkerSilence } from "./worker-silence.tsx";

interface NodePanelProps {
  readonly snapshot: RunSnapshot;
  readonly nodeId: string;
  /** Null without permission to change the run. */
  readonly actions: RunActions | null;
}

/** Everything about one node of the run. */
export function NodePanel({ snapshot, nodeId, actions }: NodePanelProps) {
  const node = useNodeView(nodeId);
  const lines = useLogLines();
  const hasCaughtUp = useHasCaughtUp();
  const startedAtMs = useRunPart((view) => view.startedAtMs);
  const isEnded = useRunPart((view) => isTerminalRun(view.status));
  const definition = nodeOf(snapshot.definition, nodeId);
  const name = definition?.name ?? nodeId;
  const isForMoney = definition?.type === "agent" && node.status === "waiting";
  const nodeRun = snapshot.nodeRuns.find((candidate) => candidate.nodeId === nodeId);
  const attempts = snapshot.attempts.filter((attempt) => attempt.nodeId === nodeId);
  const tries = triesOf(attempts, !isEnded);
  const nodeLines = useMemo(
    () => lines.filter((line) => "nodeId" in line && line.nodeId === nodeId),
    [lines, nodeId],
  );
  return (
    <section
      aria-label={`Node ${name}`}
      className="grid min-h-0 min-w-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] bg-paper"
    >
      <NodeHeading
        runId={snapshot.run.id}
        node={node}
        name={name}
        cut={stopWords(node.stop, cutAt(definition))}
        onFork={
          isEnded && actions !== null && snapshot.run.bodiesDeletedAtMs === null
            ? () => actions.fork(nodeId)
            : null
        }
      />
      <AddressedTabs
        label={`About ${name}`}
        tabs={[
          {
            value: "output",
            label: "Output",
            content: (
              <WithDecisions
                snapshot={snapshot}
                nodeId={nodeId}
                waits={definition?.type === "wait" || isForMoney}
              >
                <NodeOutput
                  name={name}
                  node={node}
                  isWait={definition?.type === "wait"}
                  cut={attempts.findLast((attempt) => attempt.text !== null || attempt.textLeftOut) ?? null}
                  run={snapshot.run}
                />
              </WithDecisions>
            ),
          },
          ...(definition?.type === "agent" && definition.config.tools !== undefined
            ? [
                {
                  value: "steps",
                  label: "Turns",
                  content: (
                    <AgentStepList
                      key={nodeId}
                      runId={snapshot.run.id}
                      nodeId={nodeId}
                      stand={`${node.status} ${node.attempt} ${node.stepMark ?? ""}`}
                    />
                  ),
                },
              ]
            : []),
          {
            value: "input",
            label: "Input",
            content: <NodeInput run={snapshot.run} nodeRun={nodeRun} name={name} />,
          },
          definition !== undefined && typeStartsRuns(definition.type)
            ? {
                value: "runs",
                label: "Runs",
                content: (
                  <NodeRuns
                    key={nodeId}
                    snapshot={snapshot}
                    definition={definition}
                    node={node}
                    lines={nodeLines}
                    actions={actions}
                  />
                ),
              }
            : {
                value: "tries",
                label: "Tries",
                // The cached data is older than the latest attempts.
                count: Math.max(tries.at(-1)?.number ?? 0, node.retries + Math.min(1, node.attempt)),
                content: (
                  <AttemptList
                    runId={snapshot.run.id}
                    nodeId={nodeId}
                    tries={tries}
                    repairs={repairsIn(nodeLines)}
                    isSandbox={nodeRun?.isSandbox ?? false}
                  />
                ),
              },
          {
            value: "log",
            label: "Log",
            ...(hasCaughtUp ? { count: nodeLines.length } : {}),
            content: <EventList lines={nodeLines} startedAtMs={startedAtMs} label={`Log of ${name}`} />,
          },
          {
            value: "config",
            label: "Config",
            content: <ValueView value={configOf(definition)} label={`Configuration of ${name}`} />,
          },
        ]}
      />
    </section>
  );
}

interface WithDecisionsProps {
  readonly snapshot: RunSnapshot;
  readonly nodeId: string;
  readonly waits: boolean;
  readonly children: ReactNode;
}

/** Above the output of a waiting node: its question, the decision, or the money it waits for. */
function WithDecisions({ snapshot, nodeId, waits, children }: WithDecisionsProps) {
  const isOpen = useRunPart((view) => !isTerminalRun(view.status));
  if (!waits) return children;
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,auto)_minmax(0,1fr)]">
      <div className="overflow-y-auto">
        <RunDecisions runId={snapshot.run.id} nodeId={nodeId} isOpen={isOpen} />
      </div>
      {children}
    </div>
  );
}

interface NodeInputProps extends Pick<RunSnapshot, "run"> {
  readonly nodeRun: NodeRunSnapshot | undefined;
  readonly name: string;
}

function NodeInput({ run: { id, bodiesDeletedAtMs }, nodeRun, name }: NodeInputProps) {
  const label = `Input of ${name}`;
  if (nodeRun === undefined || nodeRun.startedAtMs === null) {
    return <p className="px-4 py-3 text-ink-faint">Its input is known once it begins.</p>;
  }
  if (bodiesDeletedAtMs !== null)
    return <BodyGone what={`The input of ${name}`} deletedAtMs={bodiesDeletedAtMs} />;
  if (!nodeRun.inputLeftOut) return <ValueView value={nodeRun.input} label={label} />;
  return <StoredValue runId={id} node={nodeRun} pick={(answer) => answer.nodeRun.input} label={label} />;
}

interface NodeHeadingProps {
  readonly runId: RunSnapshot["run"]["id"];
  readonly node: NodeView;
  readonly name: string;
  /** Remarks on how the answer ended; usually none. */
  readonly cut: string | null;
  readonly onFork: (() => void) | null;
}

function NodeHeading({ runId, node, name, cut, onFork }: NodeHeadingProps) {
  const { totals } = node;
  const undo = useRunPart((view) => view.undo?.steps.find(({ nodeId }) => nodeId === node.nodeId));
  return (
    <header className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-1.5 text-ink-soft">
      <h2 className="sr-only">{name}</h2>
      <StatusBadge status={shownStatus(node)} word={statusWord(node)} />
      {cut === null ? null : <Badge tone="waiting">{cut}</Badge>}
      {undo === undefined ? null : <StatusBadge status={undo.status} word={undoStepWord(undo)} />}
      <Duration startMs={node.startedAtMs} endMs={node.finishedAtMs} />
      {totals === null || totals.inputTokens + totals.outputTokens === 0 ? null : (
        <>
          <TokenCount inputTokens={totals.inputTokens} outputTokens={totals.outputTokens} />
          <Money costMicros={totals.costMicros} isSandbox={totals.sandbox} />
        </>
      )}
      <WorkerSilence runId={runId} node={node} />
      {onFork === null ? null : (
        <Button size="small" className="ml-auto" onClick={onFork}>
          <GitFork aria-hidden />
          Fork from here
        </Button>
      )}
    </header>
  );
}

function nodeOf(definition: PipelineDefinition, nodeId: string): NodeDefinition | undefined {
  return definition.nodes.find((node) => node.id === nodeId);
}

/** The limit of a node's answer; null if an agent of the workspace defines it. */
function cutAt(definition: NodeDefinition | undefined): number | null {
  if (definition?.type !== "agent") return null;
  const { maxTokens, agentId } = definition.config;
  return maxTokens ?? (agentId === undefined ? defaultMaxTokens : null);
}

/** As in the frozen definition. */
function configOf(definition: NodeDefinition | undefined) {
  return definition === undefined ? null : (structuredClone(definition) as never);
}
