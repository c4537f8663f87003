/** Takes the focus to the page, past the sidebar: for whoever has pressed a button that goes away by it. */
export function focusPage(): void {
  document.getElementById("content")?.focus({ preventScroll: true });
}
