"use client";

import { useMemo } from "react";
import { type PersonalArea, type PersonalStorage, personalStorage } from "../model/personal-storage.ts";
import { useShell } from "../shell-context.ts";

/** This browser's storage for the signed-in person in the current workspace. */
export function usePersonalStorage(area: PersonalArea): PersonalStorage {
  const { user, workspace } = useShell();
  return useMemo(
    () => personalStorage(area, { userId: user.id, workspaceId: workspace.id }),
    [area, user.id, workspace.id],
  );
}
