"use client";

import { FileJson, FileText, SquareArrowRightExit } from "lucide-react";
import { cn } from "#components/ui/class-names.ts";
import { Button } from "#components/ui/controls/button.tsx";
import { formatBytes } from "#components/ui/format/bytes.ts";
import { WindowedList } from "#components/ui/layout/windowed-list.tsx";
import type { OutcomeItem } from "../../model/outcome-items.ts";

const rowPx = 32;
/** From this number on, the total is shown. */
const many = 10;

interface OutcomeListProps {
  readonly items: readonly OutcomeItem[];
  /** The total number of artifacts, and how many of them are listed. */
  readonly total: number;
  readonly read: number;
  /** Null if all are listed. */
  readonly onReadMore: (() => void) | null;
  readonly isReading: boolean;
  readonly shownId: string | null;
  readonly onShow: (id: string) => void;
}

/** The run's results; the selected one is shown below. */
export function OutcomeList(props: OutcomeListProps) {
  const { items, total, read, onReadMore, isReading, shownId, onShow } = props;
  if (items.length === 0) return <div />;
  return (
    <div className="border-b">
      <WindowedList
        label="Artifacts"
        rows={items}
        rowPx={rowPx}
        keyOf={(item) => item.id}
        className="max-h-40 p-1.5"
        renderRow={(item) => (
          <OutcomeRow item={item} isShown={item.id === shownId} onShow={() => onShow(item.id)} />
        )}
      />
      {total < many ? null : (
        <div className="flex items-center gap-3 border-t px-4 py-1 text-ink-soft">
          <span role="status" className="grow">
            {onReadMore === null
              ? `${total.toLocaleString("en-US")} artifacts`
              : `The newest ${read.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} artifacts`}
          </span>
          {onReadMore === null ? null : (
            <Button size="small" onClick={onReadMore} isPending={isReading}>
              Show more
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

interface OutcomeRowProps {
  readonly item: OutcomeItem;
  readonly isShown: boolean;
  readonly onShow: () => void;
}

function OutcomeRow({ item, isShown, onShow }: OutcomeRowProps) {
  return (
    <button
      type="button"
      aria-pressed={isShown}
      onClick={onShow}
      className={cn(
        "flex h-8 w-full items-center gap-2.5 rounded-base px-2.5 text-left hover:bg-hover focus-visible:-outline-offset-2",
        isShown && "bg-accent-soft hover:bg-accent-soft",
      )}
    >
      <ItemIcon item={item} />
      <span dir="auto" className="min-w-0 shrink truncate font-medium">
        {item.kind === "output" ? "Output" : item.artifact.name}
      </span>
      <span className="min-w-0 grow truncate text-ink-faint max-sm:hidden">
        {item.kind === "output" ? "of the last nodes" : item.note}
      </span>
      {item.kind === "output" ? null : (
        <span className="figures ml-auto shrink-0 text-ink-soft">{formatBytes(item.artifact.sizeBytes)}</span>
      )}
    </button>
  );
}

function ItemIcon({ item }: { readonly item: OutcomeItem }) {
  const isText = item.kind === "artifact" && item.artifact.mediaType.startsWith("text/");
  const Icon = item.kind === "output" ? SquareArrowRightExit : isText ? FileText : FileJson;
  return <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />;
}
