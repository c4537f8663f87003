"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { GitFork, Play, TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { Money } from "#components/ui/display/money.tsx";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import { maybeStarted, RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";
import type { AskedFork } from "../hooks/use-run-actions.ts";
import { useRunHref } from "../hooks/use-run-href.ts";
import type { RunSnapshot } from "../model/live/run-snapshot.ts";

interface ForkDialogProps {
  readonly snapshot: RunSnapshot;
  readonly asked: AskedFork;
  readonly onClose: () => void;
}

/** Says what a fork would take over and what it would run again, before it does. */
export function ForkDialog({ snapshot, asked, onClose }: ForkDialogProps) {
  const mayChoose = asked.kind === "fork" && asked.nodeId === null;
  const [nodeId, setNodeId] = useState(() => firstNode(snapshot.definition, asked));
  const trpc = useTRPC();
  const router = useRouter();
  const runHref = useRunHref();
  const keys = useRequestKeys();
  const input = { runId: snapshot.run.id, fromNodeIds: nodeId === null ? [] : [nodeId] };
  const plan = useQuery(trpc.runs.planFork.queryOptions(input));
  const askFork = useMutation(trpc.runs.fork.mutationOptions());
  const fork = useMutation({
    mutationFn: () => keys.send(input, (idempotencyKey) => askFork.mutateAsync({ ...input, idempotencyKey })),
    onSuccess: ({ runId }) => router.push(runHref(runId)),
  });
  const words = mayChoose ? chosenWords : wordsFor(snapshot.definition, nodeId);
  const error = plan.error ?? fork.error;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={words.title}
      description={words.description}
      actions={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            tone="primary"
            disabled={plan.data === undefined}
            isPending={fork.isPending || fork.isSuccess}
            onClick={() => fork.mutate()}
          >
            <words.Icon aria-hidden />
            {words.action}
          </Button>
        </>
      }
    >
      {mayChoose ? (
        <NodeChoice nodes={snapshot.definition.nodes} value={nodeId} onChange={setNodeId} />
      ) : null}
      {error === null ? null : (
        <RequestError error={error} ifUnanswered={fork.error === null ? null : maybeStarted} />
      )}
      {plan.data === undefined ? (
        <ForkSkeleton isShown={plan.error === null} />
      ) : (
        <ForkPlan plan={plan.data} definition={snapshot.definition} isSandbox={snapshot.run.isSandbox} />
      )}
    </Dialog>
  );
}

/** Where the fork begins at first; null where it goes on from wherever the run got to. */
function firstNode({ nodes }: RunSnapshot["definition"], asked: AskedFork): string | null {
  if (asked.kind === "resume") return null;
  return asked.nodeId ?? (nodes.find(({ type }) => type !== "trigger") ?? nodes[0])?.id ?? null;
}

interface NodeChoiceProps {
  readonly nodes: RunSnapshot["definition"]["nodes"];
  readonly value: string | null;
  readonly onChange: (nodeId: string) => void;
}

function NodeChoice({ nodes, value, onChange }: NodeChoiceProps) {
  return (
    <Field label="Begin at" isRequired className="mb-3">
      {(control) => (
        <Select {...control} value={value ?? ""} onChange={(event) => onChange(event.target.value)}>
          {nodes.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

const takenOver = "What lies before is taken over as it is: nothing is called or paid for again.";

const chosenWords = {
  title: "Fork the run",
  description: `A new run begins at a node of your choice. ${takenOver}`,
  action: "Fork run",
  Icon: GitFork,
} as const;

function wordsFor({ nodes }: RunSnapshot["definition"], nodeId: string | null) {
  if (nodeId === null) {
    return {
      title: "Resume the run",
      description:
        "A new run goes on from where this one ended. What had completed is taken over as it is: nothing is called or paid for again.",
      action: "Resume run",
      Icon: Play,
    };
  }
  return {
    title: `Fork from ${nodes.find((node) => node.id === nodeId)?.name ?? nodeId}`,
    description: `A new run begins here. ${takenOver}`,
    action: "Fork from here",
    Icon: GitFork,
  };
}

interface ForkPlanProps {
  readonly plan: {
    readonly reused: readonly string[];
    readonly rerun: readonly string[];
    readonly savedMicros: number | null;
    readonly sideEffects: readonly string[];
  };
  readonly definition: RunSnapshot["definition"];
  readonly isSandbox: boolean;
}

function ForkPlan({ plan, definition, isSandbox }: ForkPlanProps) {
  const names = new Map(definition.nodes.map((node) => [node.id, node.name]));
  const list = (nodeIds: readonly string[]) => nodeIds.map((id) => names.get(id) ?? id).join(", ");
  return (
    <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-y-2">
      <dt className="text-ink-faint">Taken over</dt>
      <dd>{plan.reused.length === 0 ? "nothing" : list(plan.reused)}</dd>
      <dt className="text-ink-faint">Run again</dt>
      <dd>{list(plan.rerun)}</dd>
      <dt className="text-ink-faint">Saved</dt>
      <dd>
        <Money costMicros={plan.savedMicros} isSandbox={isSandbox} />
      </dd>
      {plan.sideEffects.length === 0 ? null : (
        <>
          <dt className="flex items-center gap-1.5 text-waiting">
            <TriangleAlert aria-hidden className="size-4" />
            Done again
          </dt>
          <dd>{list(plan.sideEffects)}: what these do in the world happens a second time.</dd>
        </>
      )}
    </dl>
  );
}

function ForkSkeleton({ isShown }: { readonly isShown: boolean }) {
  if (!isShown) return null;
  return (
    <div role="status" aria-label="Working out what would be run again" className="grid gap-3 py-1">
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-4 w-1/2" />
      <Skeleton className="h-4 w-1/4" />
    </div>
  );
}
