"use client";

import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { GitFork, Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useDeferredValue, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import { maybeStarted, RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";
import type { AskedFork } from "../hooks/use-run-actions.ts";
import { useRunHref } from "../hooks/use-run-href.ts";
import { forkFormOf, readForkForm } from "../model/fork-form.ts";
import type { RunSnapshot } from "../model/live/run-snapshot.ts";
import { ForkChangesForm } from "./fork/fork-changes-form.tsx";
import { ForkPlanView } from "./fork/fork-plan-view.tsx";

interface ForkDialogProps {
  readonly snapshot: RunSnapshot;
  readonly asked: AskedFork;
  readonly onClose: () => void;
}

/** Shows what a fork would reuse and run again, before it starts. */
export function ForkDialog({ snapshot, asked, onClose }: ForkDialogProps) {
  const mayChoose = asked.kind === "fork" && asked.nodeId === null;
  const [nodeId, setNodeId] = useState(() => firstNode(snapshot.definition, asked));
  const trpc = useTRPC();
  const router = useRouter();
  const runHref = useRunHref();
  const keys = useRequestKeys();
  const before = forkFormOf(snapshot, nodeId);
  const [form, setForm] = useState(before);
  const read = readForkForm(useDeferredValue(form), before, nodeId);
  const input = {
    runId: snapshot.run.id,
    fromNodeIds: nodeId === null ? [] : [nodeId],
    ...failedItemsOf(asked),
    changes: read.ok ? read.changes : {},
  };
  const plan = useQuery(
    trpc.runs.planFork.queryOptions(input, { placeholderData: keepPreviousData, enabled: read.ok }),
  );
  const askFork = useMutation(trpc.runs.fork.mutationOptions());
  const fork = useMutation({
    mutationFn: () => keys.send(input, (idempotencyKey) => askFork.mutateAsync({ ...input, idempotencyKey })),
    onSuccess: ({ runId }) => router.push(runHref(runId)),
  });
  const words = wordsFor(snapshot, asked, nodeId);
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
            disabled={plan.data === undefined || plan.isPlaceholderData || !read.ok}
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
        <NodeChoice
          nodes={snapshot.definition.nodes}
          value={nodeId}
          onChange={(chosen) => {
            setNodeId(chosen);
            setForm(forkFormOf(snapshot, chosen));
          }}
        />
      ) : null}
      <ForkChangesForm
        form={form}
        onChange={setForm}
        node={snapshot.definition.nodes.find(({ id }) => id === nodeId) ?? null}
        fault={read.ok ? null : read}
      />
      {plan.error === null ? null : <RequestError error={plan.error} again={plan.refetch} />}
      {fork.error === null ? null : <RequestError error={fork.error} ifUnanswered={maybeStarted} />}
      {plan.data === undefined ? (
        <ForkSkeleton isShown={plan.error === null} />
      ) : (
        <ForkPlanView plan={plan.data} isSandbox={(snapshot.tree ?? snapshot.run).isSandbox} />
      )}
    </Dialog>
  );
}

function failedItemsOf(asked: AskedFork): { readonly failedItems?: string[] } {
  return asked.kind === "failed-items" ? { failedItems: [asked.nodeId] } : {};
}

/** The initially selected node; null for a fork that resumes where the run ended. */
function firstNode({ nodes }: RunSnapshot["definition"], asked: AskedFork): string | null {
  if (asked.kind !== "fork") return null;
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

const reused = "What comes before is reused as it is: nothing is called or paid for again.";

const ofItsOwn =
  " It is a run of its own: the run that this one is part of stays as it is, and does not get the new results.";

const chosenWords = {
  title: "Fork the run",
  description: `A new run begins at the node that you select. ${reused}`,
  action: "Fork run",
  Icon: GitFork,
} as const;

function wordsFor(
  { definition: { nodes }, ancestors }: RunSnapshot,
  asked: AskedFork,
  nodeId: string | null,
) {
  if (asked.kind === "fork" && asked.nodeId === null) return chosenWords;
  if (asked.kind === "failed-items") {
    return {
      title: `Run failed items of ${nodes.find(({ id }) => id === asked.nodeId)?.name ?? asked.nodeId} again`,
      description: `A new run reuses all completed items: nothing is called or paid for again for them. The failed ones continue from where they failed, and what follows the map runs again.${ancestors.length === 0 ? "" : ofItsOwn}`,
      action: "Run failed items again",
      Icon: Play,
    };
  }
  if (nodeId === null) {
    return {
      title: "Resume the run",
      description:
        "A new run continues from where this one ended. What has completed is reused as it is: nothing is called or paid for again.",
      action: "Resume run",
      Icon: Play,
    };
  }
  return {
    title: `Fork from ${nodes.find((node) => node.id === nodeId)?.name ?? nodeId}`,
    description: `A new run begins here. ${reused}`,
    action: "Fork from here",
    Icon: GitFork,
  };
}

function ForkSkeleton({ isShown }: { readonly isShown: boolean }) {
  if (!isShown) return null;
  return (
    <div role="status" aria-label="Determining what would run again" className="grid gap-3 py-1">
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-4 w-1/2" />
      <Skeleton className="h-4 w-1/4" />
    </div>
  );
}
