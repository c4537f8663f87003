/** Moves the focus to the page's main content. For a button that disappears when pressed. */
export function focusPage(): void {
  document.getElementById("content")?.focus({ preventScroll: true });
}

/** The same, but to the closest focusable ancestor, if the element has the focus and is about to disappear. */
export function focusAround(element: Element | null): void {
  if (element?.contains(document.activeElement) !== true) return;
  const around = element.closest('[tabindex="-1"]');
  if (around instanceof HTMLElement) around.focus({ preventScroll: true });
}
