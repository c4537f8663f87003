export interface PlacedTip {
  readonly text: string;
  readonly side: "top" | "right" | "bottom";
  /** The point of the window that the tip's own edge is centred on. */
  readonly left: number;
  readonly top: number;
}

const gap = 6;
/** The room that a line of text needs above. */
const neededAbove = 40;

/** The nearest element around the target that has a tooltip. */
export function tipOwner(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-tip]") : null;
}

/**
 * Where an element's tooltip stands: above it, below it where there is no room, or to its right where it asks for that.
 */
export function placeTip(owner: HTMLElement): PlacedTip {
  const { left, right, top, bottom, width, height } = owner.getBoundingClientRect();
  const text = owner.dataset.tip ?? "";
  const middle = left + width / 2;
  if (owner.dataset.tipSide === "right")
    return { text, side: "right", left: right + gap, top: top + height / 2 };
  if (top < neededAbove) return { text, side: "bottom", left: middle, top: bottom + gap };
  return { text, side: "top", left: middle, top: top - gap };
}
