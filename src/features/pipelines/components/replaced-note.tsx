"use client";

import { Undo2, X } from "lucide-react";
import { Button } from "#components/ui/controls/button.tsx";
import { IconButton } from "#components/ui/controls/icon-button.tsx";

interface ReplacedNoteProps {
  /** What the draft contains now. */
  readonly what: string;
  readonly onBringBack: () => void;
  readonly onDismiss: () => void;
}

/** The draft was replaced, and the previous text can be restored. */
export function ReplacedNote({ what, onBringBack, onDismiss }: ReplacedNoteProps) {
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 border-b bg-accent-soft px-4 py-1.5">
      <span className="grow">{what}</span>
      <Button size="small" onClick={onBringBack}>
        <Undo2 aria-hidden />
        Bring back the previous draft
      </Button>
      <IconButton label="Dismiss" size="icon-small" onClick={onDismiss}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
