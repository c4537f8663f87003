"use client";

import { Slot } from "radix-ui";
import { type ReactNode, Suspense, useState } from "react";

/** Props of a lazily loaded menu: its button, which becomes its trigger. */
export interface DemandedMenuProps {
  readonly trigger: ReactNode;
}

interface MenuOnDemandProps {
  /** Renders the lazily loaded menu, which opens once loaded. */
  readonly menu: (trigger: ReactNode) => ReactNode;
  /** Starts loading the menu when the pointer or focus comes near. */
  readonly onNear: () => void;
  readonly trigger: ReactNode;
}

/** A menu that is not part of the page's first load: its button is there immediately, its code on demand. */
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
