"use client";

import { cn } from "#components/ui/class-names.ts";
import type { PaletteGroup } from "../../model/palette-groups.ts";
import type { Excerpt, PaletteItem } from "../../model/palette-items.ts";

interface PaletteListProps {
  readonly id: string;
  readonly groups: readonly PaletteGroup[];
  /** The index of the active item, counted across all groups. */
  readonly active: number;
  readonly onPoint: (index: number) => void;
  readonly onChoose: (item: PaletteItem) => void;
}

/** The palette's results, one of them active. The focus stays in the field above. */
export function PaletteList({ id, groups, ...choice }: PaletteListProps) {
  let before = 0;
  return (
    <div id={id} role="listbox" aria-label="Places and actions" className="overflow-y-auto p-1">
      {groups.map(({ label, items }) => {
        const first = before;
        before += items.length;
        const options = items.map((item, index) => (
          <PaletteOption key={item.id} listId={id} item={item} index={first + index} {...choice} />
        ));
        if (label === "") return options;
        return (
          // biome-ignore lint/a11y/useSemanticElements: these are options of a listbox, where a fieldset has no place.
          <div key={label} role="group" aria-label={label}>
            <p aria-hidden className="px-2 pt-2 pb-1 text-ink-faint text-mono">
              {label}
            </p>
            {options}
          </div>
        );
      })}
    </div>
  );
}

interface PaletteOptionProps extends Omit<PaletteListProps, "id" | "groups"> {
  readonly listId: string;
  readonly item: PaletteItem;
  readonly index: number;
}

function PaletteOption({ listId, item, index, active, onPoint, onChoose }: PaletteOptionProps) {
  const isActive = index === active;
  const option = {
    id: `${listId}-${index}`,
    role: "option",
    "aria-selected": isActive,
    onPointerMove: () => onPoint(index),
    onClick: () => onChoose(item),
  } as const;
  return (
    <div
      {...option}
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: "nearest" });
      }}
      className={cn(
        "flex min-h-9 cursor-pointer flex-wrap items-center gap-x-2 rounded-small px-2",
        isActive && "bg-accent-soft",
        item.excerpt && "py-1.5",
      )}
    >
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {item.label}
      </span>
      {item.detail === undefined ? null : (
        <span dir="auto" className="max-w-2/5 truncate text-ink-faint">
          {item.detail}
        </span>
      )}
      <span className="text-ink-faint text-mono">{item.kind}</span>
      {item.excerpt ? <PaletteExcerpt excerpt={item.excerpt} /> : null}
    </div>
  );
}

/** At most two lines: the match is in the first. */
function PaletteExcerpt({ excerpt: { before, match, after } }: { readonly excerpt: Excerpt }) {
  return (
    <span dir="auto" className="line-clamp-2 w-full break-words text-ink-soft text-mono">
      {before}
      <mark className="rounded-small bg-waiting-soft text-ink">{match}</mark>
      {after}
    </span>
  );
}
