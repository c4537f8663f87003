"use client";

import { Search } from "lucide-react";
import { Input } from "./input.tsx";
import { useTypedText } from "./use-typed-text.ts";

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  /** `/` moves the focus here. */
  readonly isPageSearch?: boolean;
  /** The current query. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A pause this long means that the query is complete. */
const pauseMs = 250;

/** The search field of a list; reports the query after a short pause. */
export function SearchField({ label, placeholder, isPageSearch = false, value, onChange }: SearchFieldProps) {
  const { text, type } = useTypedText({ value, onChange, pauseMs, read: (typed) => typed.trim() });
  return (
    <span className="relative w-52 max-sm:w-full">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-4 text-ink-faint" />
      <Input
        type="search"
        {...(isPageSearch ? { "data-page-search": true, "aria-keyshortcuts": "/" } : {})}
        aria-label={label}
        placeholder={placeholder}
        className="pl-8"
        maxLength={200}
        value={text}
        onChange={({ target }) => type(target.value)}
      />
    </span>
  );
}
