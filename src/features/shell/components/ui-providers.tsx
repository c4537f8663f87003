"use client";

import type { ReactNode } from "react";
import { NonceProvider } from "#components/ui/nonce.tsx";
import { PageTimeProvider } from "#components/ui/page-time.tsx";
import { Toaster } from "#components/ui/toaster.tsx";
import { TooltipLayer } from "#components/ui/tooltip-layer.tsx";

interface UiProvidersProps {
  readonly nonce: string | undefined;
  /** When the server made the page. */
  readonly pageTimeMs: number;
  readonly children: ReactNode;
}

/** What the primitives need once per application. */
export function UiProviders({ nonce, pageTimeMs, children }: UiProvidersProps) {
  return (
    <NonceProvider nonce={nonce}>
      <PageTimeProvider timeMs={pageTimeMs}>
        {children}
        <Toaster />
        <TooltipLayer />
      </PageTimeProvider>
    </NonceProvider>
  );
}
