"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Radix } from "radix-ui";
import { type KeyboardEvent, useId, useState } from "react";
import { stepInList } from "#components/ui/controls/step-in-list.ts";
import { dialogFocus } from "#components/ui/floating/dialog-focus.ts";
import { usePaletteGroups } from "../../hooks/use-palette-groups.ts";
import { usePersonalStorage } from "../../hooks/use-personal-storage.ts";
import type { TypedAhead } from "../../hooks/use-typed-ahead.ts";
import { leaveSession } from "../../model/leave-session.ts";
import type { PaletteAct, PaletteItem } from "../../model/palette-items.ts";
import { noteRecent } from "../../model/recent-places.ts";
import { chooseTheme } from "../../model/remember.ts";
import { useShell } from "../../shell-context.ts";
import { PaletteList } from "./palette-list.tsx";

const performances: Record<PaletteAct, () => void> = {
  "sign-out": leaveSession,
  "theme-dark": () => chooseTheme("dark"),
  "theme-light": () => chooseTheme("light"),
  "theme-system": () => chooseTheme("system"),
};

interface CommandPaletteProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** Text typed since the palette was requested. */
  readonly typed: TypedAhead;
}

/** Opens any page by name, runs commands, and searches runs and artifacts. */
export function CommandPalette({ isOpen, onOpenChange, typed }: CommandPaletteProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Radix.Content
          aria-describedby={undefined}
          {...dialogFocus}
          className="fixed top-[12dvh] left-1/2 z-50 flex max-h-[60dvh] w-140 max-w-[94vw] -translate-x-1/2 flex-col rounded-base border bg-raised shadow-float outline-none"
        >
          <Radix.Title className="sr-only">Go to</Radix.Title>
          <PaletteBody typed={typed} onDone={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface PaletteBodyProps {
  readonly typed: TypedAhead;
  readonly onDone: () => void;
}

function PaletteBody({ typed: { text: query, setText: setQuery, onThere }, onDone }: PaletteBodyProps) {
  const router = useRouter();
  const shell = useShell();
  const listId = useId();
  // By id, because search results arrive later and shift the positions.
  const [active, setActive] = useState<string | null>(null);
  const memory = usePersonalStorage("memory");
  const { groups, state } = usePaletteGroups(shell, memory, query);
  const items = groups.flatMap((group) => group.items);
  const current = Math.max(
    0,
    items.findIndex(({ id }) => id === active),
  );
  const point = (index: number) => setActive(items[index]?.id ?? null);
  const go = (item: PaletteItem | undefined) => {
    if (item === undefined) return;
    onDone();
    if ("act" in item) {
      performances[item.act]();
      return;
    }
    if (item.kind !== "search") noteRecent(memory, item);
    router.push(item.href);
  };
  const press = (event: KeyboardEvent) => {
    const next = stepInList(event.key, current, items.length);
    if (event.key === "Enter") go(items[current]);
    else if (next !== null) point(next);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="flex items-center gap-2 border-b px-3">
        <Search aria-hidden className="size-4 shrink-0 text-ink-faint" />
        <input
          role="combobox"
          aria-label="Go to"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={items[current] === undefined ? undefined : `${listId}-${current}`}
          placeholder="Search pages, pipelines, runs …"
          maxLength={200}
          className="h-11 w-full bg-transparent text-read outline-none placeholder:text-ink-faint max-sm:text-[16px]"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(null);
          }}
          onFocus={({ currentTarget: field }) => {
            // Puts the cursor after the text that was typed before the field was ready.
            field.setSelectionRange(field.value.length, field.value.length);
            onThere();
          }}
          onKeyDown={press}
        />
        <span role="status" className="shrink-0 text-ink-faint text-mono">
          {state}
        </span>
      </div>
      <PaletteList id={listId} groups={groups} active={current} onPoint={point} onChoose={go} />
    </>
  );
}
