"use client";

import { showToast } from "#components/ui/floating/toast-store.ts";
import { signOut } from "#features/account/index.ts";
import { forgetMemory } from "./personal-storage.ts";

/** Signs out, forgets what was typed here, and says so when it did not work. */
export function leaveSession(): void {
  // Whoever uses this browser next is not shown what was typed here.
  forgetMemory();
  signOut().catch(() =>
    showToast({
      tone: "failed",
      title: "Not signed out",
      description: "Penstock cannot be reached. Try again.",
    }),
  );
}
