"use client";

import { X } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { Button } from "../controls/button.tsx";
import { focusPage } from "../focus-page.ts";

interface ChosenBarProps {
  /** What was chosen, where it is read out: "Chosen runs". */
  readonly label: string;
  /** "2 runs chosen" */
  readonly words: string;
  readonly onClear: () => void;
  /** What can be done with them. */
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLElement>;
}

/**
 * What is done with the rows that are chosen in a list. It stands after the list and in sight: no row moves when the
 * first is chosen, and whoever chooses one far down sees what can be done.
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
        Choose none
      </Button>
    </section>
  );
}
