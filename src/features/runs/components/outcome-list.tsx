"use client";

import { FileJson, FileText, SquareArrowRightExit } from "lucide-react";
import { cn } from "#components/ui/class-names.ts";
import { formatBytes } from "#components/ui/format/bytes.ts";
import type { OutcomeItem } from "../model/outcome-items.ts";

interface OutcomeListProps {
  readonly items: readonly OutcomeItem[];
  readonly shownId: string | null;
  readonly onShow: (id: string) => void;
}

/** What the run left behind; the chosen one is read below. */
export function OutcomeList({ items, shownId, onShow }: OutcomeListProps) {
  if (items.length === 0) return <div />;
  return (
    <ul aria-label="Artifacts" className="max-h-40 overflow-y-auto border-b p-1.5">
      {items.map((item) => (
        <li key={item.id}>
          <button
            type="button"
            aria-pressed={item.id === shownId}
            onClick={() => onShow(item.id)}
            className={cn(
              "flex h-8 w-full items-center gap-2.5 rounded-base px-2.5 text-left hover:bg-hover focus-visible:-outline-offset-2",
              item.id === shownId && "bg-accent-soft hover:bg-accent-soft",
            )}
          >
            <ItemIcon item={item} />
            <span className="min-w-0 shrink truncate font-medium">
              {item.kind === "output" ? "Output" : item.artifact.name}
            </span>
            <span className="min-w-0 grow truncate text-ink-faint max-sm:hidden">
              {item.kind === "output" ? "of the last nodes" : item.note}
            </span>
            {item.kind === "output" ? null : (
              <span className="figures shrink-0 text-ink-soft">{formatBytes(item.artifact.sizeBytes)}</span>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}

function ItemIcon({ item }: { readonly item: OutcomeItem }) {
  const isText = item.kind === "artifact" && item.artifact.mediaType.startsWith("text/");
  const Icon = item.kind === "output" ? SquareArrowRightExit : isText ? FileText : FileJson;
  return <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />;
}
