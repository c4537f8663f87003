"use client";

import { createContext, useContext } from "react";
import type { NoteSize } from "./drawing-command.ts";

interface DrawingContextValue {
  readonly isReadOnly: boolean;
  /** Asks which node to add after this one. */
  readonly onAddBehind: (nodeId: string) => void;
  readonly onResize: (noteId: string, size: NoteSize) => void;
  readonly onOpenBody: (nodeId: string) => void;
  readonly onFold: (groupId: string) => void;
}

export const DrawingContext = createContext<DrawingContextValue | null>(null);

export function useDrawingContext(): DrawingContextValue {
  const value = useContext(DrawingContext);
  if (value === null) throw new Error("A part of a drawing stands outside of one");
  return value;
}
