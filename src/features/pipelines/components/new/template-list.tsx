"use client";

import { RadioGroup } from "radix-ui";
import { cn } from "#components/ui/class-names.ts";
import { NodeTypeIcon } from "#features/graph/index.ts";
import { nodeTypesIn, templateHead } from "../../model/template-text.ts";
import type { PipelineTemplate } from "../../templates/templates.ts";

interface TemplateListProps {
  readonly templates: readonly PipelineTemplate[];
  readonly chosenId: string;
  readonly onChoose: (id: string) => void;
}

/** The templates as a radio group; arrow keys move between them. */
export function TemplateList({ templates, chosenId, onChoose }: TemplateListProps) {
  return (
    <RadioGroup.Root
      aria-label="Template"
      value={chosenId}
      onValueChange={onChoose}
      className="grid content-start gap-px lg:overflow-y-auto"
    >
      {templates.map(({ id, text }) => {
        const { name, description } = templateHead(text);
        return (
          <RadioGroup.Item
            key={id}
            value={id}
            className={cn(
              "group grid gap-1 border-transparent border-l-2 px-5.5 py-3 text-left hover:bg-hover/60 max-sm:px-3.5",
              "focus-visible:-outline-offset-2 data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft/60",
            )}
          >
            <span className="flex items-center justify-between gap-3">
              <span className="font-medium">{id === "empty" ? "Start from scratch" : name}</span>
              <TypeStrip text={text} />
            </span>
            <span className="text-ink-soft">
              {id === "empty" ? "A trigger and one model. The rest is yours." : description}
            </span>
          </RadioGroup.Item>
        );
      })}
    </RadioGroup.Root>
  );
}

function TypeStrip({ text }: { readonly text: string }) {
  const types = nodeTypesIn(text);
  const words = types.map(({ type, count }) => (count === 1 ? type : `${count} × ${type}`)).join(", ");
  return (
    <span className="flex shrink-0 gap-1.5" title={words}>
      <span className="sr-only">{words}</span>
      {types.map(({ type, count }) => (
        <span key={type} className="flex items-center gap-0.5">
          <NodeTypeIcon type={type} className="size-3.5" />
          {count === 1 ? null : (
            <span aria-hidden className="figures text-ink-faint text-micro">
              {count}
            </span>
          )}
        </span>
      ))}
    </span>
  );
}
