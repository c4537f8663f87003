const checkMs = 500;

/** Calls back once when whoever started this process is gone, even after kill -9: then it has another parent. */
export function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, checkMs);
  timer.unref();
}
