"use client";

import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { cn } from "../class-names.ts";
import { IconButton } from "../controls/icon-button.tsx";
import { currentToasts, dismissToast, subscribeToToasts, type Toast } from "./toast-store.ts";

const none: readonly Toast[] = [];
const shownMs = 6_000;

/** Where toasts appear; render it once per application. They are announced, and stay while hovered. */
export function Toaster() {
  const toasts = useSyncExternalStore(subscribeToToasts, currentToasts, () => none);
  return (
    <section
      aria-label="Notices"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-4 z-50 grid w-88 max-w-[calc(100vw-2rem)] gap-2"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => dismissToast(toast.id), shownMs);
    return () => clearTimeout(timer);
  }, [toast.id, isHeld]);
  const hasFailed = toast.tone === "failed";
  const Icon = hasFailed ? CircleAlert : CircleCheck;
  const holding = {
    onPointerEnter: () => setIsHeld(true),
    onPointerLeave: () => setIsHeld(false),
    onFocus: () => setIsHeld(true),
    onBlur: () => setIsHeld(false),
  };
  return (
    <div
      {...holding}
      className="pointer-events-auto flex animate-appear gap-2 rounded-base border bg-raised py-2 pr-1 pl-3 shadow-float"
    >
      <Icon
        aria-hidden
        className={cn("mt-0.5 size-4 shrink-0", hasFailed ? "text-failed" : "text-completed")}
      />
      <div className="min-w-0 grow">
        <p className="font-medium">{toast.title}</p>
        {toast.description === undefined ? null : (
          <p className="break-words text-ink-soft">{toast.description}</p>
        )}
      </div>
      <IconButton label="Dismiss" size="icon-small" className="-my-1" onClick={() => dismissToast(toast.id)}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
