"use client";

import { Slot } from "radix-ui";
import { type ReactNode, Suspense, useState } from "react";

/** What a menu that comes on demand is given: its button, which it makes its trigger. */
export interface DemandedMenuProps {
  readonly trigger: ReactNode;
}

interface MenuOnDemandProps {
  /** Draws the menu, whose code comes by `lazy`; it opens as soon as it is there. */
  readonly menu: (trigger: ReactNode) => ReactNode;
  /** Begins to bring the menu, when somebody comes near. */
  readonly onNear: () => void;
  readonly trigger: ReactNode;
}

/** A menu that is not part of the page's first load: its button is there at once, the rest when it is wanted. */
export function MenuOnDemand({ menu, onNear, trigger }: MenuOnDemandProps) {
  const [isWanted, setIsWanted] = useState(false);
  const button = (
    <Slot.Root
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={onNear}
      onFocus={onNear}
      onClick={() => setIsWanted(true)}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown") return;
        event.preventDefault();
        setIsWanted(true);
      }}
    >
      {trigger}
    </Slot.Root>
  );
  if (!isWanted) return button;
  return <Suspense fallback={button}>{menu(trigger)}</Suspense>;
}
