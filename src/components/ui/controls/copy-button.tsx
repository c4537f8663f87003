"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { copyText } from "./copy-text.ts";
import { IconButton } from "./icon-button.tsx";

const shownMs = 1_500;

/** Puts a text into the clipboard and says for a moment that it did. */
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
