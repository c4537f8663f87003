"use client";

import { Check, CircleAlert, CircleDashed, LoaderCircle } from "lucide-react";
import { cn } from "#components/ui/class-names.ts";
import { useOnline } from "#lib/trpc/online.ts";
import type { SaveState } from "../model/draft/save-state.ts";

const keptHere = "It is kept in this browser, and will be here when you come back.";

const reasons = {
  unreadable: "the text is not valid",
  conflict: "saved elsewhere",
  "signed-out": "signed out",
  unreachable: "no answer, trying again",
  failed: "refused",
} as const;

const line = "flex items-center gap-1.5 whitespace-nowrap text-mono";

const calm = {
  saved: { Icon: Check, text: "Draft saved" },
  unsaved: { Icon: CircleDashed, text: "Unsaved" },
  saving: { Icon: LoaderCircle, text: "Saving" },
} as const;

/** Whether the text has been saved. */
export function SaveNote({ state }: { readonly state: SaveState }) {
  const isOnline = useOnline();
  if (state.kind === "saved" || state.kind === "unsaved" || state.kind === "saving") {
    const { Icon, text } = calm[state.kind];
    return (
      <span role="status" className={cn(line, "text-ink-faint")}>
        <Icon aria-hidden className="size-3.5" />
        {text}
      </span>
    );
  }
  const reason = state.kind === "unreachable" && !isOnline ? "offline" : reasons[state.kind];
  const told = state.kind === "failed" ? `${state.message} ${keptHere}` : keptHere;
  return (
    <span role="status" className={cn(line, "text-failed")} title={`Not saved: ${reason}. ${told}`}>
      <CircleAlert aria-hidden className="size-3.5" />
      <span>
        Not saved
        {/* A tooltip, for when the line is too narrow for the text. */}
        <span className="lg:max-xl:sr-only">: {reason}</span>
      </span>
      <span className="sr-only">. {told}</span>
    </span>
  );
}
