"use client";

import { X } from "lucide-react";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import type { RunId } from "#core/ids.ts";
import { RequestError } from "#features/errors/index.ts";
import { useRunNode } from "../../hooks/use-run-node.ts";
import type { ComparedNode } from "../../model/words/compare-words.ts";
import { ValueView } from "../value/value-view.tsx";

interface ComparedValuesProps {
  readonly runIds: readonly [RunId, RunId];
  readonly node: ComparedNode;
  readonly onClose: () => void;
}

/** A node's input and output in both runs, loaded when they are opened. */
export function ComparedValuesView({ runIds, node, onClose }: ComparedValuesProps) {
  const [first, second] = node.sides;
  return (
    <section aria-label={`Values of ${node.name}`} className="border-t">
      <header className="flex items-center justify-between px-6 py-2 max-sm:px-4">
        <h2 className="font-medium">{node.name}</h2>
        <IconButton label="Hide the values" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      <div className="grid gap-px bg-line sm:grid-cols-2">
        <Side title="First" runId={runIds[0]} nodeId={node.nodeId} isThere={first !== null} />
        <Side title="Second" runId={runIds[1]} nodeId={node.nodeId} isThere={second !== null} />
      </div>
    </section>
  );
}

interface SideProps {
  readonly title: string;
  readonly runId: RunId;
  readonly nodeId: string;
  readonly isThere: boolean;
}

function Side({ title, runId, nodeId, isThere }: SideProps) {
  return (
    <section aria-label={title} className="min-w-0 bg-paper pb-2">
      <h3 className="px-4 pt-2 text-ink-faint">{title}</h3>
      {isThere ? (
        <Values runId={runId} nodeId={nodeId} title={title} />
      ) : (
        <p className="px-4 py-3 text-ink-faint">The node did not run here.</p>
      )}
    </section>
  );
}

function Values({ runId, nodeId, title }: Omit<SideProps, "isThere">) {
  const { data, error, refetch } = useRunNode(runId, { nodeId });
  if (error !== null) return <RequestError error={error} again={refetch} className="m-3" />;
  if (data === undefined) return <Skeleton className="m-4 h-4 w-1/2" />;
  return (
    <>
      <div className="h-56">
        <ValueView value={data.nodeRun.input} label={`Input, ${title.toLowerCase()} run`} />
      </div>
      <div className="h-56">
        <ValueView value={data.nodeRun.output} label={`Output, ${title.toLowerCase()} run`} />
      </div>
    </>
  );
}
