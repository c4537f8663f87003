"use client";

import { Check, CircleAlert, CircleDashed, LoaderCircle } from "lucide-react";
import type { SaveState } from "../model/draft-saver.ts";

const notes = {
  saved: { Icon: Check, text: "Draft saved", look: "text-ink-faint" },
  unsaved: { Icon: CircleDashed, text: "Unsaved", look: "text-ink-faint" },
  saving: { Icon: LoaderCircle, text: "Saving", look: "text-ink-faint" },
  unreadable: { Icon: CircleAlert, text: "Not saved: the text cannot be read", look: "text-failed" },
  conflict: { Icon: CircleAlert, text: "Not saved: somebody else saved", look: "text-failed" },
  failed: { Icon: CircleAlert, text: "Not saved: no answer", look: "text-failed" },
} as const;

/** Whether what is written is kept. */
export function SaveNote({ state }: { readonly state: SaveState }) {
  const { Icon, text, look } = notes[state.kind];
  return (
    <span role="status" className={`flex items-center gap-1.5 whitespace-nowrap text-mono ${look}`}>
      <Icon aria-hidden className="size-3.5" />
      {text}
    </span>
  );
}
