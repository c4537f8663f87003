"use client";

import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { signInWithVendor } from "../auth-requests.ts";

const names = { github: "GitHub", google: "Google" } as const;
export type SignInVendor = keyof typeof names;

interface VendorButtonsProps {
  readonly vendors: readonly SignInVendor[];
  readonly nextPath: string;
}

/** The other ways to sign in, if any are configured. */
export function VendorButtons({ vendors, nextPath }: VendorButtonsProps) {
  const [pending, setPending] = useState<SignInVendor | null>(null);
  if (vendors.length === 0) return null;
  const go = (vendor: SignInVendor) => {
    setPending(vendor);
    signInWithVendor(vendor, nextPath).catch(() => {
      setPending(null);
      showToast({
        tone: "failed",
        title: "Not signed in",
        description: "Penstock cannot be reached. Try again.",
      });
    });
  };
  return (
    <div className="mt-4 grid gap-2 border-t pt-4">
      {vendors.map((vendor) => (
        <Button key={vendor} size="large" isPending={pending === vendor} onClick={() => go(vendor)}>
          Continue with {names[vendor]}
        </Button>
      ))}
    </div>
  );
}
