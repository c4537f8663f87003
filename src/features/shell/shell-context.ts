"use client";

import { createContext, useContext } from "react";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type Membership = RouterOutputs["me"]["get"]["workspaces"][number];
export type SignedInUser = RouterOutputs["me"]["get"]["user"];

/** The signed-in person and the workspace. */
export interface Shell {
  readonly user: SignedInUser;
  readonly workspace: Membership;
  readonly workspaces: readonly Membership[];
}

interface ShellContextValue extends Shell {
  readonly openDrawer: () => void;
  readonly openPalette: () => void;
}

export const ShellContext = createContext<ShellContextValue | null>(null);

/** Null on pages outside of a workspace. */
export function useOptionalShell(): ShellContextValue | null {
  return useContext(ShellContext);
}

export function useShell(): ShellContextValue {
  const shell = useContext(ShellContext);
  if (shell === null) throw new Error("This part belongs inside a workspace");
  return shell;
}
