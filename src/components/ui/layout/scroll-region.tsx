import type { ComponentProps } from "react";

interface ScrollRegionProps extends ComponentProps<"div"> {
  /** Its accessible name. */
  readonly label: string;
}

/** A scrolling region that has a name and can be reached with the keyboard. */
export function ScrollRegion({ label, className = "", ...props }: ScrollRegionProps) {
  const reachable = { role: "region", tabIndex: 0, "aria-label": label } as const;
  // Positioned, so that visually hidden elements inside do not lengthen the page.
  return <div {...reachable} {...props} className={`relative ${className}`} />;
}
