export interface PlacedTip {
  readonly text: string;
  readonly side: "top" | "right" | "bottom";
  /** The point in the window on which the tip's edge is centred. */
  readonly left: number;
  readonly top: number;
}

const gap = 6;
/** The height a one-line tip needs above its element. */
const neededAbove = 40;

/** The closest ancestor of the target with a tooltip. */
export function tipOwner(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-tip]") : null;
}

/** Where a tooltip goes: above its element, below it if there is no space, or to its right if it asks for that. */
export function placeTip(owner: HTMLElement): PlacedTip {
  const { left, right, top, bottom, width, height } = owner.getBoundingClientRect();
  const text = owner.dataset.tip ?? "";
  const middle = left + width / 2;
  if (owner.dataset.tipSide === "right")
    return { text, side: "right", left: right + gap, top: top + height / 2 };
  if (top < neededAbove) return { text, side: "bottom", left: middle, top: bottom + gap };
  return { text, side: "top", left: middle, top: top - gap };
}
