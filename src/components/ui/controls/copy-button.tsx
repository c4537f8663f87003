"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { copyText } from "./copy-text.ts";
import { IconButton } from "./icon-button.tsx";

const shownMs = 1_500;

/** Copies a text to the clipboard and confirms it for a moment. */
export function CopyButton({ text, label = "Copy" }: { readonly text: string; readonly label?: string }) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = () => {
    void copyText(text).then(setIsCopied);
  };
  return (
    <IconButton label={isCopied ? "Copied" : label} size="icon-small" onClick={copy}>
      {isCopied ? <Check aria-hidden className="text-completed" /> : <Copy aria-hidden />}
    </IconButton>
  );
}
