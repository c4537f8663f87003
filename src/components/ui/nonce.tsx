"use client";

import { setNonce } from "get-nonce";
import { createContext, type ReactNode, useContext } from "react";

const NonceContext = createContext<string | undefined>(undefined);

interface NonceProviderProps {
  /** The content security policy's word for this answer. */
  readonly nonce: string | undefined;
  readonly children: ReactNode;
}

/** Lets the few libraries that write a style sheet of their own (dialogs, the code editor) say that they may. */
export function NonceProvider({ nonce, children }: NonceProviderProps) {
  if (nonce !== undefined) setNonce(nonce);
  return <NonceContext value={nonce}>{children}</NonceContext>;
}

export function useNonce(): string | undefined {
  return useContext(NonceContext);
}
