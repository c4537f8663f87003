"use client";

import type { ReactNode } from "react";
import { Toaster } from "#components/ui/floating/toaster.tsx";
import { TooltipLayer } from "#components/ui/floating/tooltip-layer.tsx";
import { NonceProvider } from "#components/ui/nonce.tsx";
import { PageTimeProvider } from "#components/ui/page-time.tsx";

interface UiProvidersProps {
  readonly nonce: string | undefined;
  /** When the server rendered the page. */
  readonly pageTimeMs: number;
  readonly children: ReactNode;
}

/** The providers that the shared components need, once per application. */
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
