"use client";

import { useState } from "react";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { formatBytes } from "#components/ui/format/bytes.ts";
import { Markdown } from "#components/ui/markdown.tsx";
import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import { SwitchButtons } from "#components/ui/switch-buttons.tsx";
import type { Json } from "#core/json.ts";

/** More than this is not drawn at once: it can be copied or downloaded whole. */
const shownCharacters = 100_000;

interface ValueViewProps {
  readonly value: Json;
  /** What it is: "Output of Draft". */
  readonly label: string;
}

/** A value of a run: text as Markdown or as it was written, anything else as JSON. */
export function ValueView({ value, label }: ValueViewProps) {
  if (typeof value === "string") return <TextView text={value} label={label} />;
  const json = JSON.stringify(value, null, 2);
  return (
    <div className="grid h-full min-h-0 grid-rows-[minmax(0,1fr)_auto] p-3">
      <CodeBlock
        code={json.slice(0, shownCharacters)}
        label={label}
        isWrapped
        className="max-h-full min-h-0 self-start"
      />
      <CutNote length={json.length} />
    </div>
  );
}

type Look = "rendered" | "plain";

const looks: readonly { readonly value: Look; readonly label: string }[] = [
  { value: "rendered", label: "Rendered" },
  { value: "plain", label: "Plain" },
];

function TextView({ text, label }: { readonly text: string; readonly label: string }) {
  const [look, setLook] = useState<Look>("rendered");
  const shown = text.slice(0, shownCharacters);
  return (
    <div className="grid h-full min-h-0 grid-rows-[auto_minmax(0,1fr)_auto]">
      <div className="flex items-center justify-end gap-1 px-3 pt-2">
        <SwitchButtons label="How the text is shown" value={look} onValueChange={setLook} options={looks} />
        <CopyButton text={text} label="Copy the text" />
      </div>
      <ScrollRegion label={label} className="min-h-0 overflow-y-auto px-4 pt-1 pb-4">
        {look === "rendered" ? (
          <Markdown source={shown} />
        ) : (
          <div className="measure whitespace-pre-wrap break-words text-read">{shown}</div>
        )}
      </ScrollRegion>
      <CutNote length={text.length} />
    </div>
  );
}

function CutNote({ length }: { readonly length: number }) {
  if (length <= shownCharacters) return null;
  return (
    <p className="px-4 py-2 text-ink-faint text-mono">
      The first {formatBytes(shownCharacters)} of {formatBytes(length)}. Copy it to have all of it.
    </p>
  );
}
