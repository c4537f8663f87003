export interface Toast {
  readonly id: number;
  readonly tone: "plain" | "failed";
  readonly title: string;
  readonly description?: string;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Shows a passing message that something was done or failed. Put what must not be missed next to its cause instead. */
export function showToast(toast: Omit<Toast, "id" | "tone"> & { readonly tone?: Toast["tone"] }): void {
  lastId += 1;
  change([...toasts.slice(-2), { tone: "plain", ...toast, id: lastId }]);
}

export function dismissToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}
