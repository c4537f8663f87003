"use client";

/** Focuses a field by path, or its closest ancestor, or its first child. */
export function focusField(form: HTMLElement | null, path: readonly (string | number)[]): void {
  for (let length = path.length; length > 0; length -= 1) {
    const name = CSS.escape(path.slice(0, length).join("."));
    const place =
      form?.querySelector(`[data-field="${name}"]`) ?? form?.querySelector(`[data-field^="${name}\\."]`);
    if (place === null || place === undefined) continue;
    openAround(place);
    const fields = "input, select, textarea";
    const control = place.matches(fields) ? place : place.querySelector(fields);
    if (control instanceof HTMLElement) control.focus();
    return;
  }
}

/** Hidden fields cannot have the focus. */
function openAround(place: Element): void {
  for (let fold = place.closest("details"); fold !== null; ) {
    fold.open = true;
    fold = fold.parentElement?.closest("details") ?? null;
  }
}
