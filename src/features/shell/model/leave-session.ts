"use client";

import { showToast } from "#components/ui/floating/toast-store.ts";
import { signOut } from "#features/account/index.ts";
import { forgetMemory } from "./personal-storage.ts";

/** Signs out and forgets what was typed here; shows an error if it fails. */
export function leaveSession(): void {
  // The next person at this browser must not see what was typed here.
  forgetMemory();
  signOut().catch(() =>
    showToast({
      tone: "failed",
      title: "Not signed out",
      description: "Penstock cannot be reached. Try again.",
    }),
  );
}
