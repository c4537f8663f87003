"use client";

import { CircleAlert } from "lucide-react";
import { Button } from "#components/ui/controls/button.tsx";
import type { RunView } from "#core/run/view/fold.ts";
import { useShortcut } from "#features/shell/index.ts";
import { useRunPart } from "../live-run-context.ts";
import { erroneousNodes, nextErroneous } from "../model/erroneous-nodes.ts";

interface NextErrorButtonProps {
  /** Null: the run as a whole. */
  readonly nodeId: string | null;
  readonly onChoose: (nodeId: string) => void;
}

/** Their ids as one text, which changes only when another node fails. */
const readErroneous = (view: RunView) => erroneousNodes(view).join(" ");

/** Goes from one node with an error to the next, in a cycle. */
export function NextErrorButton({ nodeId, onChoose }: NextErrorButtonProps) {
  const erroneous = useRunPart(readErroneous).split(" ").filter(Boolean);
  const next = nextErroneous(erroneous, nodeId);
  useShortcut({ key: "e" }, () => {
    if (next !== null) onChoose(next);
  });
  if (next === null) return null;
  return (
    <Button tone="quiet" size="small" aria-keyshortcuts="e" onClick={() => onChoose(next)}>
      <CircleAlert aria-hidden className="text-failed" />
      {erroneous.length === 1 ? "Go to the error" : `Next error (${erroneous.length})`}
    </Button>
  );
}
