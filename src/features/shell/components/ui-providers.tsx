"use client";

import type { ReactNode } from "react";
import { NonceProvider } from "#components/ui/nonce.tsx";
import { Toaster } from "#components/ui/toaster.tsx";
import { TooltipProvider } from "#components/ui/tooltip.tsx";

interface UiProvidersProps {
  readonly nonce: string | undefined;
  readonly children: ReactNode;
}

/** What the primitives need once per application. */
export function UiProviders({ nonce, children }: UiProvidersProps) {
  return (
    <NonceProvider nonce={nonce}>
      <TooltipProvider>
        {children}
        <Toaster />
      </TooltipProvider>
    </NonceProvider>
  );
}
