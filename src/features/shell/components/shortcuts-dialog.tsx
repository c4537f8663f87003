"use client";

import { Kbd } from "#components/ui/controls/kbd.tsx";
import { Dialog } from "#components/ui/floating/dialog.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";

interface ShortcutsDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

const command = "command";

const shortcuts: readonly { readonly keys: readonly string[]; readonly effect: string }[] = [
  {
    keys: [command, "K"],
    effect: "Go to a page, a pipeline, an agent or a run; run, create or change something",
  },
  { keys: ["/"], effect: "Search on this page" },
  { keys: ["?"], effect: "Show this list" },
  { keys: ["Enter"], effect: "Open what is focused" },
  { keys: ["Esc"], effect: "Close what is open on top" },
  { keys: [command, "S"], effect: "Save the draft now, in the editor" },
  { keys: [command, "Enter"], effect: "Run the pipeline, in the editor" },
  { keys: [command, "F"], effect: "Find a node in the graph, or words in the text" },
  { keys: [command, "Z"], effect: "Undo, in the editor" },
  { keys: ["←", "→"], effect: "Move a divider between two regions, when it is focused" },
];

export function ShortcutsDialog({ isOpen, onOpenChange }: ShortcutsDialogProps) {
  const isHydrated = useHydrated();
  const commandKey = isHydrated && navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl";
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange} size="small" title="Keyboard shortcuts">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-2 pb-3">
        {shortcuts.map(({ keys, effect }) => (
          <div key={effect} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key === command ? commandKey : key}</Kbd>
              ))}
            </dt>
            <dd className="text-ink-soft">{effect}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
