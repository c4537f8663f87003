"use client";

import { CircleAlert, CircleCheck, X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { useSyncExternalStore } from "react";
import { IconButton } from "./icon-button.tsx";
import { currentToasts, dismissToast, subscribeToToasts, type Toast } from "./toast-store.ts";

const none: readonly Toast[] = [];
const shownMs = 6_000;

/** Where toasts appear; once per application. */
export function Toaster() {
  const toasts = useSyncExternalStore(subscribeToToasts, currentToasts, () => none);
  return (
    <Radix.Provider duration={shownMs} label="Notice">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
      <Radix.Viewport className="fixed right-4 bottom-4 z-50 grid w-88 max-w-[calc(100vw-2rem)] gap-2" />
    </Radix.Provider>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const Icon = toast.tone === "failed" ? CircleAlert : CircleCheck;
  return (
    <Radix.Root
      onOpenChange={(open) => {
        if (!open) dismissToast(toast.id);
      }}
      className="flex animate-appear gap-2 rounded-base border bg-raised py-2 pr-1 pl-3 shadow-float"
    >
      <Icon
        aria-hidden
        className={toast.tone === "failed" ? "mt-0.5 size-4 text-failed" : "mt-0.5 size-4 text-completed"}
      />
      <div className="min-w-0 grow">
        <Radix.Title className="font-medium">{toast.title}</Radix.Title>
        {toast.description === undefined ? null : (
          <Radix.Description className="break-words text-ink-soft">{toast.description}</Radix.Description>
        )}
      </div>
      <Radix.Close asChild>
        <IconButton label="Dismiss" size="icon-small" className="-my-1">
          <X aria-hidden />
        </IconButton>
      </Radix.Close>
    </Radix.Root>
  );
}
