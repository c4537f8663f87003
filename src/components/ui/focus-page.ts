/** Takes the focus to the page, past the sidebar: for whoever has pressed a button that goes away by it. */
export function focusPage(): void {
  document.getElementById("content")?.focus({ preventScroll: true });
}

/** The same, but only as far as what stands around it and can have the focus, where this has it and is about to go. */
export function focusAround(element: Element | null): void {
  if (element?.contains(document.activeElement) !== true) return;
  const around = element.closest('[tabindex="-1"]');
  if (around instanceof HTMLElement) around.focus({ preventScroll: true });
}
