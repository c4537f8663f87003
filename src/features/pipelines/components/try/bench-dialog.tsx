"use client";

import { Play } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Money } from "#components/ui/display/money.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import type { Json } from "#core/json/json.ts";
import { useBench } from "../../hooks/try/use-bench.ts";
import type { LastRun } from "../../hooks/try/use-last-values.ts";
import type { KnownNames } from "../../model/known-names.ts";
import type { BenchInput } from "../../model/try/bench.ts";
import type { RunSnapshot } from "../../model/try/last-values.ts";
import { BenchInputs } from "./bench-inputs.tsx";
import { BenchModels } from "./bench-models.tsx";
import { BenchTable } from "./bench-table.tsx";

export interface BenchDialogProps {
  /** As saved. */
  readonly draft: Json;
  readonly node: { readonly id: string; readonly name: string };
  readonly view: RunSnapshot;
  readonly last: LastRun;
  readonly models: KnownNames["models"];
  /** The node's own; null if an agent of the workspace defines it. */
  readonly ownModel: string | null;
  readonly onClose: () => void;
}

/** Compares one agent over several inputs and models: an estimate first, then cost, time and answer of each. */
export function BenchDialog({ draft, node, view, last, models, ownModel, onClose }: BenchDialogProps) {
  const [inputs, setInputs] = useState<readonly BenchInput[]>([{ kind: "run", key: view.run.id, view }]);
  const [chosen, setChosen] = useState<readonly string[]>(ownModel === null ? [] : [ownModel]);
  const bench = useBench({ draft, nodeId: node.id, base: view, inputs, models: chosen });
  const { openCount } = bench;
  return (
    <Dialog
      open
      size="wide"
      onOpenChange={(isOpen) => {
        if (!isOpen) {
          onClose();
          void last.follow();
        }
      }}
      title={`Compare models: ${node.name}`}
      description="Each cell is a try of this node alone, with one input and one model. Keys and budgets apply as for any run."
      actions={
        <>
          <span role="status" className="mr-auto flex items-center gap-1.5 text-ink-soft">
            {openCount === 0 ? null : (
              <>
                At most <Money costMicros={bench.totalMicros} isSandbox={bench.isSandbox} />
              </>
            )}
          </span>
          <DialogClose>
            <Button>Close</Button>
          </DialogClose>
          <Button
            tone="primary"
            disabled={openCount === 0}
            isPending={bench.isStarting}
            onClick={() => bench.start()}
          >
            <Play aria-hidden />
            {runWords(openCount)}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 md:grid-cols-2">
          <BenchInputs draft={draft} nodeId={node.id} last={last} inputs={inputs} onChange={setInputs} />
          <BenchModels known={models} chosen={chosen} onChange={setChosen} />
        </div>
        <BenchTable nodeId={node.id} inputs={inputs} models={chosen} cells={bench.cells} />
      </div>
    </Dialog>
  );
}

function runWords(count: number): string {
  if (count === 0) return "Run";
  return count === 1 ? "Run 1 try" : `Run ${count} tries`;
}
