"use client";

import { Panel } from "@xyflow/react";
import { Play } from "lucide-react";
import { Button } from "#components/ui/controls/button.tsx";

/** What stands in a drawing that has nothing yet: how it is begun. */
export function EmptyDrawing({ onBegin }: { readonly onBegin: () => void }) {
  return (
    <Panel position="top-center" className="nopan w-64 pt-24">
      <h2 className="font-semibold">Nothing is drawn yet</h2>
      <p className="mt-1 text-ink-soft">
        A run begins at a trigger. After it comes what the run does: drag a type here, or press it.
      </p>
      <Button size="small" className="mt-2" onClick={onBegin}>
        <Play aria-hidden />
        Add a trigger
      </Button>
    </Panel>
  );
}
