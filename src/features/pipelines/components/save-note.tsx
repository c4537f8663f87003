"use client";

import { Check, CircleAlert, CircleDashed, LoaderCircle } from "lucide-react";
import { useOnline } from "#components/ui/use-online.ts";
import type { SaveState } from "../model/draft/save-state.ts";

const keptHere = "It is kept in this browser, and is here again when you come back.";

const notes = {
  saved: { Icon: Check, text: "Draft saved", look: "text-ink-faint", more: null },
  unsaved: { Icon: CircleDashed, text: "Unsaved", look: "text-ink-faint", more: null },
  saving: { Icon: LoaderCircle, text: "Saving", look: "text-ink-faint", more: null },
  unreadable: {
    Icon: CircleAlert,
    text: "Not saved: the text cannot be read",
    look: "text-failed",
    more: keptHere,
  },
  conflict: { Icon: CircleAlert, text: "Not saved: saved elsewhere", look: "text-failed", more: keptHere },
  "signed-out": { Icon: CircleAlert, text: "Not saved: signed out", look: "text-failed", more: keptHere },
  unreachable: {
    Icon: CircleAlert,
    text: "Not saved: no answer, trying again",
    look: "text-failed",
    more: keptHere,
  },
  failed: { Icon: CircleAlert, text: "Not saved: refused", look: "text-failed", more: keptHere },
} as const;

/** Whether what is written is kept. */
export function SaveNote({ state }: { readonly state: SaveState }) {
  const isOnline = useOnline();
  const { Icon, text, look, more } = notes[state.kind];
  const told = state.kind === "failed" ? `${state.message} ${keptHere}` : more;
  return (
    <span
      role="status"
      className={`flex items-center gap-1.5 whitespace-nowrap text-mono ${look}`}
      {...(told === null ? {} : { title: told })}
    >
      <Icon aria-hidden className="size-3.5" />
      {state.kind === "unreachable" && !isOnline ? "Not saved: offline" : text}
      {told === null ? null : <span className="sr-only">. {told}</span>}
    </span>
  );
}
