import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

/** Our own scale, or `text-ui` would be taken for a colour and thrown out by `text-ink`. */
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["micro", "mono", "ui", "read", "section", "page"],
      radius: ["small", "base", "full"],
      shadow: ["float"],
    },
  },
});

/** Joins class names; of two that say the same thing the later one stays. */
export function cn(...values: readonly ClassValue[]): string {
  return merge(clsx(values));
}
