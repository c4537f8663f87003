"use client";

import { setNonce } from "get-nonce";
import { createContext, type ReactNode, useContext, useState } from "react";

const NonceContext = createContext<string | undefined>(undefined);

interface NonceProviderProps {
  /** The nonce of the content security policy. */
  readonly nonce: string | undefined;
  readonly children: ReactNode;
}

/**
 * Passes the nonce to the few libraries that add style sheets of their own (dialogs, the code editor). After a
 * client-side navigation the new page carries another nonce, but the browser still accepts only the document's first
 * one.
 */
export function NonceProvider({ nonce, children }: NonceProviderProps) {
  const [nonceOfDocument] = useState(nonce);
  if (nonceOfDocument !== undefined) setNonce(nonceOfDocument);
  return <NonceContext value={nonceOfDocument}>{children}</NonceContext>;
}

export function useNonce(): string | undefined {
  return useContext(NonceContext);
}
