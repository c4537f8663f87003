"use client";

import { useEffect, useState } from "react";
import { type PlacedTip, placeTip, tipOwner } from "./place-tip.ts";

/** Long enough to cross a toolbar without flicker. */
const delayMs = 400;

/**
 * Shows the tooltip of whatever is hovered or has the keyboard focus: any element with `data-tip`. One layer serves the
 * whole application, so a tooltip adds no cost to a button. A tip repeats its element's accessible name and is never
 * the only place for information, so it is not announced.
 */
export function TooltipLayer() {
  const [tip, setTip] = useState<PlacedTip | null>(null);
  useEffect(() => watchTips(setTip), []);
  if (tip === null) return null;
  return (
    <div
      aria-hidden
      ref={keepInside}
      style={{ left: tip.left, top: tip.top }}
      data-side={tip.side}
      className="pointer-events-none fixed z-50 max-w-72 animate-appear rounded-small border bg-raised px-2 py-1 text-mono text-ink shadow-float data-[side=bottom]:-translate-x-1/2 data-[side=right]:-translate-y-1/2 data-[side=top]:-translate-x-1/2 data-[side=top]:-translate-y-full"
    >
      {tip.text}
    </div>
  );
}

function watchTips(show: (tip: PlacedTip | null) => void): () => void {
  let owner: HTMLElement | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hide = () => {
    clearTimeout(timer);
    owner = null;
    show(null);
  };
  const turnTo = (target: EventTarget | null, afterMs: number) => {
    const next = tipOwner(target);
    if (next === owner) return;
    hide();
    if (next === null) return;
    owner = next;
    timer = setTimeout(() => {
      if (next.isConnected) show(placeTip(next));
    }, afterMs);
  };
  const listening = new AbortController();
  const on = <Name extends keyof DocumentEventMap>(
    name: Name,
    act: (event: DocumentEventMap[Name]) => void,
  ) => document.addEventListener(name, act, { signal: listening.signal, capture: true, passive: true });
  on("pointerover", (event) => {
    if (event.pointerType === "mouse") turnTo(event.target, delayMs);
  });
  on("focusin", ({ target }) => {
    if (target instanceof Element && target.matches(":focus-visible")) turnTo(target, 0);
  });
  on("focusout", hide);
  on("pointerdown", hide);
  on("scroll", hide);
  on("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
  return () => {
    listening.abort();
    clearTimeout(timer);
  };
}

/** Moves a tip that overflows the side of the window back into it. */
function keepInside(element: HTMLElement | null): void {
  if (element === null) return;
  const margin = 8;
  const { left, right } = element.getBoundingClientRect();
  const excess = Math.max(0, right + margin - window.innerWidth) - Math.max(0, margin - left);
  if (excess !== 0) element.style.marginLeft = `${-excess}px`;
}
