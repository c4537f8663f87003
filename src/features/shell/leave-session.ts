"use client";

import { showToast } from "#components/ui/toast-store.ts";
import { signOut } from "#features/account/index.ts";

/** Signs out, and says so when it did not work. */
export function leaveSession(): void {
  signOut().catch(() =>
    showToast({
      tone: "failed",
      title: "Not signed out",
      description: "Penstock cannot be reached. Try again.",
    }),
  );
}
