import type { PersonalStorage } from "#features/shell/index.ts";

const name = "notices";
const listeners = new Set<() => void>();

/** Calls `listener` at each change in this tab or in another one; the answer ends that. */
export function onNoticeChoice(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

/** Whether the person wants notices of this browser, and it may show them. */
export function wantsNotices(memory: PersonalStorage): boolean {
  return memory.read(name) === "on" && noticePermission() === "granted";
}

/** False where this browser keeps nothing. */
export function chooseNotices(memory: PersonalStorage, isOn: boolean): boolean {
  const isKept = isOn ? memory.write(name, "on") : true;
  if (!isOn) memory.remove(name);
  for (const listener of listeners) listener();
  return isKept;
}

/** `unsupported` where a browser shows none, as on most phones, or the page did not come by a secure way. */
export function noticePermission(): NotificationPermission | "unsupported" {
  return typeof Notification === "undefined" ? "unsupported" : Notification.permission;
}
