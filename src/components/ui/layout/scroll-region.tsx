import type { ComponentProps } from "react";

interface ScrollRegionProps extends ComponentProps<"div"> {
  /** What scrolls here. */
  readonly label: string;
}

/** Something that scrolls by itself: the keyboard reaches it, and it has a name. */
export function ScrollRegion({ label, className = "", ...props }: ScrollRegionProps) {
  const reachable = { role: "region", tabIndex: 0, "aria-label": label } as const;
  // What stands in it out of sight is placed in it, and does not make the page longer.
  return <div {...reachable} {...props} className={`relative ${className}`} />;
}
