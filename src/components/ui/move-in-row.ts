import type { KeyboardEvent } from "react";

/** The index a key moves to from the button at `current` of `count`; null if it moves nowhere. */
export function placeInRow(key: string, current: number, count: number): number | null {
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return (current + 1) % count;
    case "ArrowLeft":
    case "ArrowUp":
      return (current - 1 + count) % count;
    case "Home":
    case "PageUp":
      return 0;
    case "End":
    case "PageDown":
      return count - 1;
    default:
      return null;
  }
}

/** Arrow keys move the focus from button to button. Attach it to the buttons' container. */
export function moveInRow(event: KeyboardEvent<HTMLElement>): void {
  if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
  const current = buttons.indexOf(event.target as HTMLElement);
  const next = current === -1 ? null : placeInRow(event.key, current, buttons.length);
  if (next === null) return;
  event.preventDefault();
  buttons[next]?.focus();
}
