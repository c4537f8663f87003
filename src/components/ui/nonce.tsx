"use client";

import { setNonce } from "get-nonce";
import { createContext, type ReactNode, useContext, useState } from "react";

const NonceContext = createContext<string | undefined>(undefined);

interface NonceProviderProps {
  /** The content security policy's word for this answer. */
  readonly nonce: string | undefined;
  readonly children: ReactNode;
}

/**
 * Lets the few libraries that write a style sheet of their own (dialogs, the code editor) say that they may. A page
 * that is reached without a new document comes with a nonce of its own; the document's first one stays the one that the
 * browser accepts.
 */
export function NonceProvider({ nonce, children }: NonceProviderProps) {
  const [nonceOfDocument] = useState(nonce);
  if (nonceOfDocument !== undefined) setNonce(nonceOfDocument);
  return <NonceContext value={nonceOfDocument}>{children}</NonceContext>;
}

export function useNonce(): string | undefined {
  return useContext(NonceContext);
}
