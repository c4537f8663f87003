"use client";

import { useMemo } from "react";
import { cn } from "#components/ui/class-names.ts";
import { ScrollRegion } from "#components/ui/layout/scroll-region.tsx";
import { countChanges, type DiffLine } from "../../model/publish/line-diff.ts";

interface DiffViewProps {
  readonly lines: readonly DiffLine[];
  readonly label: string;
  readonly className?: string;
}

/** Unchanged lines shown around a change, to locate it. */
const contextLines = 3;

const looks = {
  same: { sign: " ", words: "", row: "", text: "text-ink-soft", mark: "" },
  removed: { sign: "−", words: "Removed: ", row: "bg-failed-soft", text: "", mark: "bg-failed/30" },
  added: { sign: "+", words: "Added: ", row: "bg-completed-soft", text: "", mark: "bg-completed/30" },
} as const;

/** A unified diff of two texts, with a few lines of context. Long lines wrap. */
export function DiffView({ lines, label, className }: DiffViewProps) {
  const parts = useMemo(() => folded(lines), [lines]);
  return (
    <ScrollRegion label={label} className={cn("overflow-auto bg-paper py-1 text-mono", className)}>
      <ol className="figures min-w-full">
        {parts.map((part) =>
          part.kind === "fold" ? (
            <li key={part.key} className="border-y bg-sunken px-4 py-0.5 font-sans text-ink-faint">
              {part.count === 1 ? "1 line is the same" : `${part.count} lines are the same`}
            </li>
          ) : (
            <DiffRow key={part.key} line={part.line} />
          ),
        )}
      </ol>
    </ScrollRegion>
  );
}

function DiffRow({ line }: { readonly line: DiffLine }) {
  const { sign, words, row, text, mark } = looks[line.kind];
  const parts = line.kind === "same" ? null : line.parts;
  return (
    <li className={cn("grid grid-cols-[2.5rem_2.5rem_1.25rem_minmax(0,1fr)] leading-5", row)}>
      <LineNumber line={line.kind === "added" ? null : line.oldLine} />
      <LineNumber line={line.kind === "removed" ? null : line.newLine} />
      <span aria-hidden className="text-center">
        {sign}
      </span>
      <span className={cn("whitespace-pre-wrap break-words pr-4", text)}>
        {words === "" ? null : <span className="sr-only">{words}</span>}
        {parts === null
          ? line.text
          : parts.map((part) =>
              part.isChanged ? (
                <mark key={part.at} className={cn("rounded-small text-ink", mark)}>
                  {part.text}
                </mark>
              ) : (
                part.text
              ),
            )}
      </span>
    </li>
  );
}

function LineNumber({ line }: { readonly line: number | null }) {
  return (
    <span aria-hidden className="select-none pr-2 text-right text-ink-faint">
      {line}
    </span>
  );
}

/** The size of the change, in a few words. */
export function diffSummary(lines: readonly DiffLine[]): string {
  const { added, removed } = countChanges(lines);
  if (added + removed === 0) return "no difference";
  const counted = (count: number) => (count === 1 ? "1 line" : `${count} lines`);
  return [
    ...(added > 0 ? [`${counted(added)} added`] : []),
    ...(removed > 0 ? [`${counted(removed)} removed`] : []),
  ].join(", ");
}

type Part =
  | { readonly kind: "line"; readonly key: string; readonly line: DiffLine }
  | { readonly kind: "fold"; readonly key: string; readonly count: number };

function folded(lines: readonly DiffLine[]): readonly Part[] {
  const near = new Uint8Array(lines.length);
  for (const [index, { kind }] of lines.entries()) {
    if (kind !== "same") near.fill(1, Math.max(0, index - contextLines), index + contextLines + 1);
  }
  const parts: Part[] = [];
  let hidden = 0;
  for (const [index, line] of lines.entries()) {
    if (near[index] === 0) hidden += 1;
    if (hidden > 0 && (near[index] === 1 || index === lines.length - 1)) {
      parts.push({ kind: "fold", key: `fold ${index}`, count: hidden });
      hidden = 0;
    }
    if (near[index] === 1) parts.push({ kind: "line", key: String(index), line });
  }
  return parts;
}
