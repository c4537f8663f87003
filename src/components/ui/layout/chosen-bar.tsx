"use client";

import { X } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { Button } from "../controls/button.tsx";
import { focusPage } from "../focus-page.ts";

interface ChosenBarProps {
  /** Its accessible name: "Selected runs". */
  readonly label: string;
  /** "2 runs chosen" */
  readonly words: string;
  readonly onClear: () => void;
  /** The actions. */
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLElement>;
}

/**
 * The actions for the selected rows of a list. It is fixed below the list: no row moves when the first is selected, and
 * it stays visible however far down the list one is.
 */
export function ChosenBar({ label, words, onClear, children, ref }: ChosenBarProps) {
  return (
    <section
      ref={ref}
      tabIndex={-1}
      aria-label={label}
      data-covers="bottom"
      className="sticky bottom-0 z-10 flex flex-wrap items-center gap-2 border-t bg-accent-soft px-6 py-2 outline-none max-sm:px-4"
    >
      <span role="status">{words}</span>
      {children}
      <Button
        tone="quiet"
        size="small"
        onClick={() => {
          focusPage();
          onClear();
        }}
      >
        <X aria-hidden />
        Clear selection
      </Button>
    </section>
  );
}
