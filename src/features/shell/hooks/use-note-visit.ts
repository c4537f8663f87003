"use client";

import { useEffect } from "react";
import type { Visit } from "../model/first-steps.ts";
import { rememberStep } from "../model/remember.ts";
import { useShell } from "../shell-context.ts";

/** Keeps that the person has been here: the first steps on the home page go by it. */
export function useNoteVisit(visit: Visit): void {
  const { user, workspace } = useShell();
  const { id: workspaceId, slug } = workspace;
  useEffect(
    () => rememberStep({ userId: user.id, workspaceId, slug }, visit),
    [user.id, workspaceId, slug, visit],
  );
}
