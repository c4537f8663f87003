"use client";

import { useEffect } from "react";
import type { Visit } from "../model/first-steps.ts";
import { rememberStep } from "../model/remember.ts";
import { useShell } from "../shell-context.ts";

/** Records that the person has visited this page, for the first steps on the home page. */
export function useNoteVisit(visit: Visit): void {
  const { user, workspace } = useShell();
  const { id: workspaceId, slug } = workspace;
  useEffect(
    () => rememberStep({ userId: user.id, workspaceId, slug }, visit),
    [user.id, workspaceId, slug, visit],
  );
}
