"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Radix } from "radix-ui";
import { type KeyboardEvent, useId, useState } from "react";
import { cn } from "#components/ui/class-names.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { isPartOfId, matchItems, type PaletteItem, paletteItems, runItems } from "../palette-items.ts";
import { type Shell, useShell } from "../shell-context.ts";

const mostShown = 50;
const mostRuns = 5;

interface CommandPaletteProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** Goes anywhere by name, begins what can be made, and finds a run by its id. */
export function CommandPalette({ isOpen, onOpenChange }: CommandPaletteProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12dvh] left-1/2 z-50 flex max-h-[60dvh] w-140 max-w-[94vw] -translate-x-1/2 flex-col rounded-base border bg-raised shadow-float outline-none"
        >
          <Radix.Title className="sr-only">Go to</Radix.Title>
          <PaletteBody onDone={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function PaletteBody({ onDone }: { readonly onDone: () => void }) {
  const router = useRouter();
  const shell = useShell();
  const listId = useId();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const items = usePaletteItems(shell, query);
  const current = Math.min(active, items.length - 1);
  const go = (item: PaletteItem | undefined) => {
    if (item === undefined) return;
    onDone();
    router.push(item.href);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter") go(items[current]);
    else if (event.key === "ArrowDown") setActive((current + 1) % Math.max(1, items.length));
    else if (event.key === "ArrowUp") setActive((current - 1 + items.length) % Math.max(1, items.length));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="flex items-center gap-2 border-b px-3">
        <Search aria-hidden className="size-4 text-ink-faint" />
        <input
          role="combobox"
          aria-label="Go to"
          aria-expanded={items.length > 0}
          aria-controls={items.length > 0 ? listId : undefined}
          aria-activedescendant={items[current] === undefined ? undefined : `${listId}-${current}`}
          placeholder="Page, action, pipeline, agent or run id"
          className="h-11 w-full bg-transparent text-read outline-none placeholder:text-ink-faint max-sm:text-[16px]"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={press}
        />
      </div>
      {items.length === 0 ? (
        <p role="status" className="px-3 py-3.5 text-ink-faint">
          Nothing with that name.
        </p>
      ) : (
        <PaletteList id={listId} items={items} active={current} onPoint={setActive} onChoose={go} />
      )}
    </>
  );
}

function usePaletteItems(shell: Shell, query: string): readonly PaletteItem[] {
  const trpc = useTRPC();
  const { data: pipelines } = useQuery(trpc.pipelines.list.queryOptions({}));
  const { data: agents } = useQuery(trpc.agents.list.queryOptions());
  const mayBeId = isPartOfId(query);
  const { data: runs } = useQuery({
    ...trpc.runs.list.queryOptions({ text: query.trim(), limit: mostRuns }),
    enabled: mayBeId,
  });
  const named = matchItems(paletteItems(shell, pipelines?.pipelines ?? [], agents?.agents ?? []), query);
  // A pipeline whose name has these letters is among the named ones already.
  const byId = mayBeId ? (runs?.runs ?? []).filter(({ id }) => id.includes(query.trim().toLowerCase())) : [];
  return [...runItems(shell, byId), ...named].slice(0, mostShown);
}

interface PaletteListProps {
  readonly id: string;
  readonly items: readonly PaletteItem[];
  readonly active: number;
  readonly onPoint: (index: number) => void;
  readonly onChoose: (item: PaletteItem) => void;
}

function PaletteList({ id, items, active, onPoint, onChoose }: PaletteListProps) {
  const options = items.map((item, index) => {
    const option = {
      id: `${id}-${index}`,
      role: "option",
      "aria-selected": index === active,
      onPointerMove: () => onPoint(index),
      onClick: () => onChoose(item),
    } as const;
    return (
      <div
        key={item.id}
        {...option}
        ref={(element) => {
          if (index === active) element?.scrollIntoView({ block: "nearest" });
        }}
        className={cn(
          "flex h-9 cursor-pointer items-center gap-2 rounded-small px-2",
          index === active && "bg-accent-soft",
        )}
      >
        <span className="min-w-0 grow truncate">{item.label}</span>
        <span className="text-ink-faint text-mono">{item.kind}</span>
      </div>
    );
  });
  return (
    <div id={id} role="listbox" aria-label="Places" className="overflow-y-auto p-1">
      {options}
    </div>
  );
}
