"use client";

import { type LucideIcon, PencilRuler, SquarePen, TextAlignStart } from "lucide-react";
import { cn } from "#components/ui/class-names.ts";
import { type EditorPart, type EditorView, editorParts } from "../hooks/drawing/use-editor-view.ts";

interface ViewSwitchProps {
  readonly view: EditorView;
  readonly onShow: (part: EditorPart, isShown: boolean) => void;
}

const looks: Readonly<Record<EditorPart, { readonly label: string; readonly Icon: LucideIcon }>> = {
  text: { label: "Text", Icon: TextAlignStart },
  drawing: { label: "Drawing", Icon: PencilRuler },
  form: { label: "Form", Icon: SquarePen },
};

/** Toggles the parts of the editor: any of three, side by side. The last one cannot be hidden. */
export function ViewSwitch({ view, onShow }: ViewSwitchProps) {
  const shown = editorParts.filter((part) => view[part]);
  return (
    <fieldset className="inline-flex rounded-base border bg-sunken p-0.5">
      <legend className="sr-only">Show</legend>
      {editorParts.map((part) => {
        const { label, Icon } = looks[part];
        const isOnly = view[part] && shown.length === 1;
        return (
          <button
            key={part}
            type="button"
            aria-pressed={view[part]}
            aria-disabled={isOnly}
            data-tip={isOnly ? `${label}: one part stays` : label}
            onClick={() => {
              if (!isOnly) onShow(part, !view[part]);
            }}
            className={cn(
              "inline-flex h-6 items-center gap-1.5 rounded-small px-2 text-ink-soft text-mono hover:text-ink",
              view[part] && "bg-paper text-ink outline outline-line",
            )}
          >
            <Icon aria-hidden className="size-3.5" />
            <span className="max-xl:sr-only">{label}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
