"use client";

import { useMemo } from "react";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { checkText } from "../../model/draft/check-text.ts";
import { drawableOf } from "../../model/drawable.ts";
import { DraftGraph } from "../draft-graph.tsx";

const none: ReadonlySet<string> = new Set();
const ignore = () => undefined;

/** A template as graph and text. It includes the parser of definitions, so load it lazily. */
export function TemplatePreview({ text, name }: { readonly text: string; readonly name: string }) {
  const drawable = useMemo(() => drawableOf(checkText(text).value), [text]);
  return (
    <div className="grid min-h-0 grid-rows-[16rem_minmax(16rem,1fr)] gap-3 lg:grid-rows-[minmax(12rem,5fr)_minmax(0,6fr)]">
      <div className="overflow-hidden rounded-base border">
        <DraftGraph
          key={name}
          drawable={drawable}
          label={`Graph of ${name}`}
          faulty={none}
          selectedId={null}
          onSelect={ignore}
        />
      </div>
      <CodeBlock code={text} label={`Definition of ${name}`} className="min-h-0 overflow-hidden" />
    </div>
  );
}
