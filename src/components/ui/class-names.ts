import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

/** Declares our own type scale; otherwise `text-ui` counts as a colour and `text-ink` replaces it. */
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["micro", "mono", "ui", "read", "section", "page"],
      radius: ["small", "base", "full"],
      shadow: ["float"],
    },
  },
});

/** Joins class names; of two that conflict, the later one wins. */
export function cn(...values: readonly ClassValue[]): string {
  return merge(clsx(values));
}
