"use client";

import type { ReactNode } from "react";
import { Toaster } from "#components/ui/floating/toaster.tsx";
import { TooltipLayer } from "#components/ui/floating/tooltip-layer.tsx";
import { NonceProvider } from "#components/ui/nonce.tsx";
import { PageTimeProvider } from "#components/ui/page-time.tsx";

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
