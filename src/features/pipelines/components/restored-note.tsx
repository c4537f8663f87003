"use client";

import { X } from "lucide-react";
import { Button } from "#components/ui/controls/button.tsx";
import { IconButton } from "#components/ui/controls/icon-button.tsx";

interface RestoredNoteProps {
  readonly onUseSaved: () => void;
  readonly onDismiss: () => void;
}

/** Says that the editor has restored unsaved text from this browser. */
export function RestoredNote({ onUseSaved, onDismiss }: RestoredNoteProps) {
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 border-b bg-accent-soft px-4 py-1.5">
      <span className="grow">This is the text you left here unsaved.</span>
      <Button size="small" onClick={onUseSaved}>
        Use the saved draft instead
      </Button>
      <IconButton label="Dismiss" size="icon-small" onClick={onDismiss}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
