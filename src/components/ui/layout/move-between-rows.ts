import type { KeyboardEvent } from "react";

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** Arrow keys move the focus from one row's link to the next. Attach it to the rows' container. */
export function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("a[data-row]")];
  const current = rows.indexOf(event.target as HTMLElement);
  if (current === -1) return;
  const next = targetOf(event.key, current, rows.length);
  if (next === null) return;
  event.preventDefault();
  rows[next]?.focus();
}

function targetOf(key: string, current: number, count: number): number | null {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = steps[key];
  return step === undefined ? null : Math.min(Math.max(0, current + step), count - 1);
}
