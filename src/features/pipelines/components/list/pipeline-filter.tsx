"use client";

import { Search } from "lucide-react";
import { useEffect, useRef } from "react";
import { Input } from "#components/ui/controls/input.tsx";
import { Select } from "#components/ui/controls/select.tsx";
import { SwitchButtons } from "#components/ui/controls/switch-buttons.tsx";
import { type PipelineOrder, pipelineOrders } from "#core/pipeline/pipeline-order.ts";
import { orderWords, parsePipelineOrder } from "../../model/pipeline-order.ts";

interface PipelineFilterProps {
  readonly wanted: string;
  readonly onWantedChange: (wanted: string) => void;
  /** Moves on to the results: to the first row, or into it. */
  readonly onGoOn: (isChosen: boolean) => void;
  readonly withArchived: boolean;
  readonly onWithArchivedChange: (withArchived: boolean) => void;
  readonly order: PipelineOrder;
  readonly onOrderChange: (order: PipelineOrder) => void;
}

const scopes = [
  { value: "used", label: "In use" },
  { value: "all", label: "With archived" },
] as const;

/** Searches pipelines by name; `/` focuses it from anywhere on the page. */
export function PipelineFilter(props: PipelineFilterProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.metaKey || event.ctrlKey || event.altKey || isWriting(event.target))
        return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  return (
    <search className="flex flex-wrap items-center gap-2 border-b px-6 py-2 max-sm:px-4">
      <span className="relative w-64 max-sm:grow">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-4 text-ink-faint" />
        <Input
          ref={field}
          type="search"
          aria-label="Find a pipeline by name"
          aria-keyshortcuts="/"
          placeholder="Find by name"
          className="pl-8"
          value={props.wanted}
          onChange={(event) => props.onWantedChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") {
              props.onWantedChange("");
              event.currentTarget.blur();
            } else if (event.key === "ArrowDown" || event.key === "Enter") {
              event.preventDefault();
              props.onGoOn(event.key === "Enter");
            }
          }}
        />
      </span>
      <SwitchButtons
        label="Which pipelines"
        value={props.withArchived ? "all" : "used"}
        options={scopes}
        onValueChange={(scope) => props.onWithArchivedChange(scope === "all")}
      />
      <Select
        aria-label="Order"
        className="w-40"
        value={props.order}
        onChange={(event) => props.onOrderChange(parsePipelineOrder(event.target.value))}
      >
        {pipelineOrders.map((order) => (
          <option key={order} value={order}>
            {orderWords[order]}
          </option>
        ))}
      </Select>
    </search>
  );
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}
