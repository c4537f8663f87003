"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { useStable } from "#components/ui/use-stable.ts";
import { useShortcut } from "../hooks/use-shortcut.ts";
import { useTypedAhead } from "../hooks/use-typed-ahead.ts";

// Loaded on demand. `ssr: false` gives each its own Suspense boundary; without one the whole page waits for its code.
const CommandPalette = dynamic(
  async () => (await loadPatiently(() => import("./palette/command-palette.tsx"))).CommandPalette,
  { ssr: false },
);
const ShortcutsDialog = dynamic(
  async () => (await loadPatiently(() => import("./shortcuts-dialog.tsx"))).ShortcutsDialog,
  { ssr: false },
);

interface GlobalShortcutsProps {
  readonly isPaletteOpen: boolean;
  readonly onPaletteChange: (isOpen: boolean) => void;
}

/** The keyboard shortcuts that work on every page of a workspace. */
export function GlobalShortcuts({ isPaletteOpen, onPaletteChange }: GlobalShortcutsProps) {
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const closePalette = useStable(() => onPaletteChange(false));
  const typed = useTypedAhead(isPaletteOpen, closePalette);
  useShortcut({ key: "k", withCommand: true }, () => onPaletteChange(!isPaletteOpen));
  useShortcut({ key: "?" }, () => setIsHelpOpen(true));
  useShortcut({ key: "/" }, () => document.querySelector<HTMLElement>("[data-page-search]")?.focus());
  return (
    <>
      {isPaletteOpen ? <CommandPalette isOpen onOpenChange={onPaletteChange} typed={typed} /> : null}
      {isHelpOpen ? <ShortcutsDialog isOpen onOpenChange={setIsHelpOpen} /> : null}
    </>
  );
}
