"use client";

import { useState } from "react";
import { useShortcut } from "../use-shortcut.ts";
import { CommandPalette } from "./command-palette.tsx";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";

interface GlobalShortcutsProps {
  readonly isPaletteOpen: boolean;
  readonly onPaletteChange: (isOpen: boolean) => void;
}

/** What the keyboard does on every page of a workspace. */
export function GlobalShortcuts({ isPaletteOpen, onPaletteChange }: GlobalShortcutsProps) {
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  useShortcut({ key: "k", withCommand: true }, () => onPaletteChange(!isPaletteOpen));
  useShortcut({ key: "?" }, () => setIsHelpOpen(true));
  useShortcut({ key: "/" }, () => document.querySelector<HTMLElement>("[data-page-search]")?.focus());
  return (
    <>
      <CommandPalette isOpen={isPaletteOpen} onOpenChange={onPaletteChange} />
      <ShortcutsDialog isOpen={isHelpOpen} onOpenChange={setIsHelpOpen} />
    </>
  );
}
