"use client";

import { Kbd } from "#components/ui/controls/kbd.tsx";
import { Dialog } from "#components/ui/floating/dialog.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";

interface ShortcutsDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

const command = "command";

interface ShortcutDescription {
  readonly keys: readonly string[];
  readonly effect: string;
}

const shortcuts: readonly ShortcutDescription[] = [
  {
    keys: [command, "K"],
    effect: "Go to a page, a pipeline, an agent or a run; run, create or change something",
  },
  { keys: ["/"], effect: "Search on this page" },
  { keys: ["?"], effect: "Show this list" },
  { keys: ["Enter"], effect: "Open the focused item" },
  { keys: ["Esc"], effect: "Close the topmost dialog or menu" },
  { keys: [command, "S"], effect: "Save the draft now, in the editor" },
  { keys: [command, "Enter"], effect: "Run the pipeline, in the editor" },
  { keys: [command, "F"], effect: "Find a node in the graph, or text in the editor" },
  { keys: [command, "Z"], effect: "Undo, in the editor" },
  { keys: ["E"], effect: "Go to the next node with an error, on the page of a run" },
  { keys: ["←", "→"], effect: "Move a divider between two regions, when it is focused" },
];

/** Shortcuts for a focused node in a pipeline's graph. */
const drawingShortcuts: readonly ShortcutDescription[] = [
  { keys: ["←", "→", "↑", "↓"], effect: "Go to the next node; with the command key, select both" },
  { keys: ["A"], effect: "Add a node after this one" },
  { keys: ["I"], effect: "Insert a node before this one" },
  { keys: ["C"], effect: "Connect this node to another one" },
  { keys: ["Enter"], effect: "Open the form of this node" },
  { keys: ["F2"], effect: "Rename this node" },
  { keys: ["E"], effect: "Go to the next problem, at its field" },
  { keys: ["N"], effect: "Add a note" },
  { keys: ["G"], effect: "Group the selected nodes; with Shift, ungroup" },
  { keys: ["F"], effect: "Fold or unfold the selected group" },
  { keys: ["O"], effect: "Open the body of this node; U closes it" },
  { keys: ["T"], effect: "Try this node with the values of the last run" },
  { keys: ["Delete"], effect: "Delete, and connect what is left; with Shift, leave the gap" },
  { keys: ["Shift", "←"], effect: "Move the selection" },
  { keys: [command, "C"], effect: "Copy as text; X cuts, V pastes, D duplicates, A selects all" },
  { keys: ["Alt", "A"], effect: "Align the selected nodes at the left; with D, W, S right, top, bottom" },
  {
    keys: ["Alt", "Shift", "H"],
    effect: "Distribute the selected nodes horizontally; with V vertically",
  },
  { keys: ["L"], effect: "Lay out automatically" },
  { keys: ["Shift", "1"], effect: "Show all; with 2, the selection" },
];

export function ShortcutsDialog({ isOpen, onOpenChange }: ShortcutsDialogProps) {
  const isHydrated = useHydrated();
  const commandKey = isHydrated && navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl";
  return (
    <Dialog isText open={isOpen} onOpenChange={onOpenChange} size="small" title="Keyboard shortcuts">
      <ShortcutList shortcuts={shortcuts} commandKey={commandKey} />
      <h3 className="pb-2 font-medium">In the drawing of a pipeline</h3>
      <ShortcutList shortcuts={drawingShortcuts} commandKey={commandKey} />
    </Dialog>
  );
}

interface ShortcutListProps {
  readonly shortcuts: readonly ShortcutDescription[];
  readonly commandKey: string;
}

function ShortcutList({ shortcuts: described, commandKey }: ShortcutListProps) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-2 pb-3">
      {described.map(({ keys, effect }) => (
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
  );
}
