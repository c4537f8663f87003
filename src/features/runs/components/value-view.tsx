"use client";

import { type ReactNode, useState } from "react";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { formatBytes } from "#components/ui/format/bytes.ts";
import { Markdown } from "#components/ui/markdown.tsx";
import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import { SwitchButtons } from "#components/ui/switch-buttons.tsx";
import type { Json } from "#core/json.ts";
import { readableFields } from "../model/readable-fields.ts";
import { ReadableFields } from "./readable-fields.tsx";

/** More than this is not drawn at once: it can be copied or downloaded whole. */
const shownCharacters = 100_000;

interface ValueViewProps {
  readonly value: Json;
  /** What it is: "Output of Draft". */
  readonly label: string;
}

/** A value of a run: texts as Markdown or as they were written, anything else as JSON. */
export function ValueView({ value, label }: ValueViewProps) {
  if (typeof value === "string") {
    const text = value.slice(0, shownCharacters);
    return (
      <TwoWays
        label={label}
        whole={value}
        rendered={<Markdown source={text} />}
        raw={<div className="measure whitespace-pre-wrap break-words text-read">{text}</div>}
        rawWord="Plain"
      />
    );
  }
  const json = JSON.stringify(value, null, 2);
  const fields = json.length > shownCharacters ? null : readableFields(value);
  if (fields !== null) {
    return (
      <TwoWays
        label={label}
        whole={json}
        rendered={<ReadableFields fields={fields} />}
        raw={<pre className="whitespace-pre-wrap break-words text-mono">{json}</pre>}
        rawWord="JSON"
      />
    );
  }
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

type Look = "rendered" | "raw";

interface TwoWaysProps {
  readonly label: string;
  /** What is copied. */
  readonly whole: string;
  readonly rendered: ReactNode;
  readonly raw: ReactNode;
  readonly rawWord: string;
}

/** To be read, or as it was written. */
function TwoWays({ label, whole, rendered, raw, rawWord }: TwoWaysProps) {
  const [look, setLook] = useState<Look>("rendered");
  const options = [
    { value: "rendered", label: "Rendered" },
    { value: "raw", label: rawWord },
  ] as const;
  return (
    <div className="grid h-full min-h-0 grid-rows-[auto_minmax(0,1fr)_auto]">
      <div className="flex items-center justify-end gap-1 px-3 pt-2">
        <SwitchButtons<Look> label="How it is shown" value={look} onValueChange={setLook} options={options} />
        <CopyButton text={whole} label="Copy all of it" />
      </div>
      <ScrollRegion label={label} className="min-h-0 overflow-y-auto px-4 pt-1 pb-4">
        {look === "rendered" ? rendered : raw}
      </ScrollRegion>
      <CutNote length={whole.length} />
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
