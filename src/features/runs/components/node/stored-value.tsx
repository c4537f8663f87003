"use client";

import type { ReactNode } from "react";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import type { Json } from "#core/json/json.ts";
import { RequestError } from "#features/errors/index.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { type NamedNode, useRunNode } from "../../hooks/use-run-node.ts";
import type { RunSnapshot } from "../../model/live/run-snapshot.ts";
import { ValueView } from "../value/value-view.tsx";

interface StoredValueProps {
  readonly runId: RunSnapshot["run"]["id"];
  readonly node: NamedNode;
  /** The part of the node to show; undefined until loaded. */
  readonly pick: (answer: RouterOutputs["runs"]["getNode"]) => Json | undefined;
  /** The accessible name: "Output of Draft". */
  readonly label: string;
  /** Shown until the value has loaded. */
  readonly meanwhile?: ReactNode;
}

/** A value too large for the run's snapshot, loaded when it is opened. */
export function StoredValue({ runId, node, pick, label, meanwhile }: StoredValueProps) {
  const { data, error, refetch } = useRunNode(runId, node);
  const value = data === undefined ? undefined : pick(data);
  if (value !== undefined) return <ValueView value={value} label={label} />;
  if (error !== null) return <RequestError error={error} again={refetch} className="m-3 self-start" />;
  return meanwhile ?? <ValueSkeleton label={label} />;
}

function ValueSkeleton({ label }: { readonly label: string }) {
  return (
    <div
      role="status"
      aria-busy
      aria-label={`Loading: ${label}`}
      className="grid content-start gap-3 px-4 py-3"
    >
      <Skeleton className="h-4 w-1/3" />
      <Skeleton className="h-4" />
      <Skeleton className="h-4 w-2/3" />
    </div>
  );
}
