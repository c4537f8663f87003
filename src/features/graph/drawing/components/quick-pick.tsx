"use client";

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { cn } from "#components/ui/class-names.ts";
import { Input } from "#components/ui/controls/input.tsx";
import { stepInList } from "#components/ui/controls/step-in-list.ts";
import { NodeTypeIcon } from "../../components/node-type-icon.tsx";

export interface PickItem {
  readonly key: string;
  /** The node type whose icon it has. */
  readonly type: string;
  readonly title: string;
  readonly detail: string;
}

interface QuickPickProps {
  /** The accessible name: "Add a node". */
  readonly label: string;
  readonly items: readonly PickItem[];
  /** Shown if there is nothing to pick from. */
  readonly nothing: string;
  /** The position from the drawing's upper left corner, in pixels. */
  readonly at: { readonly x: number; readonly y: number };
  readonly onPick: (key: string) => void;
  readonly onClose: () => void;
  /** The focus moved elsewhere, and stays there. */
  readonly onLeave: () => void;
}

const mostShown = 9;

/** A short list filtered by typing. Enter picks, Escape closes. */
export function QuickPick({ label, items, nothing, at, onPick, onClose, onLeave }: QuickPickProps) {
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [wanted, setWanted] = useState("");
  const [active, setActive] = useState(0);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const shown = items.filter((item) => fits(item, wanted)).slice(0, mostShown);
  const press = (event: KeyboardEvent) => {
    const next = stepInList(event.key, active, shown.length);
    const picked = shown[active];
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter" && picked !== undefined) onPick(picked.key);
    else if (next !== null) setActive(next);
    else {
      // Keys typed here must not reach the drawing.
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className="nowheel nopan absolute z-10 w-80 max-w-[calc(100%-16px)] rounded-base border bg-raised p-1 shadow-float"
      style={{ left: at.x, top: at.y }}
    >
      <Input
        ref={field}
        type="search"
        role="combobox"
        aria-label={label}
        aria-expanded={shown.length > 0}
        aria-controls={shown.length > 0 ? listId : undefined}
        aria-activedescendant={shown.length > 0 ? `${listId}-${active}` : undefined}
        placeholder={label}
        value={wanted}
        onChange={(event) => {
          setWanted(event.target.value);
          setActive(0);
        }}
        onKeyDown={press}
        onBlur={({ currentTarget }) => {
          // When the window loses the focus the list stays open, so that typed text is still there on return.
          if (document.activeElement !== currentTarget) onLeave();
        }}
      />
      <PickList id={listId} label={label} items={shown} active={active} onPoint={setActive} onPick={onPick} />
      {shown.length === 0 ? (
        <p role="status" className="px-2 py-1.5 text-ink-faint">
          {items.length === 0 ? nothing : "Nothing with that name."}
        </p>
      ) : null}
    </div>
  );
}

interface PickListProps extends Pick<QuickPickProps, "label" | "items" | "onPick"> {
  readonly id: string;
  readonly active: number;
  readonly onPoint: (index: number) => void;
}

function PickList({ id, label, items, active, onPoint, onPick }: PickListProps) {
  if (items.length === 0) return null;
  const options = items.map(({ key, type, title, detail }, index) => {
    const option = {
      id: `${id}-${index}`,
      role: "option",
      "aria-selected": index === active,
      onPointerMove: () => onPoint(index),
      // Keep the focus in the field.
      onPointerDown: (event: { preventDefault(): void }) => event.preventDefault(),
      onClick: () => onPick(key),
    } as const;
    return (
      <div
        key={key}
        {...option}
        className={cn(
          "grid cursor-pointer grid-cols-[auto_minmax(0,1fr)] items-center gap-x-2 rounded-small px-2 py-1",
          index === active && "bg-accent-soft",
        )}
      >
        <NodeTypeIcon type={type} />
        <span className="truncate">{title}</span>
        <span className="col-start-2 text-pretty break-words text-ink-soft text-mono">{detail}</span>
      </div>
    );
  });
  return (
    <div id={id} role="listbox" aria-label={label} className="mt-1 max-h-72 overflow-y-auto">
      {options}
    </div>
  );
}

function fits({ title, detail, key }: PickItem, wanted: string): boolean {
  const words = wanted.trim().toLowerCase();
  return [title, key, detail].some((text) => text.toLowerCase().includes(words));
}
