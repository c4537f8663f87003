const checkMs = 500;

/**
 * Calls back once when the process that started this one is gone, even after kill -9: then it has another parent.
 *
 * @param {() => void} onGone
 * @returns {() => void} how to stop watching
 */
export function watchParent(onGone) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, checkMs);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Calls back when the npm that runs this script is gone: npm waits for its scripts, so a new parent means that it was
 * killed. Without npm nothing is watched: our starter may exit first. (`exec` in package.json keeps npm's
 * shell from standing between.)
 *
 * @param {() => void} onGone
 * @returns {() => void} how to stop watching
 */
export function watchNpm(onGone) {
  return process.env.npm_lifecycle_event === undefined ? () => undefined : watchParent(onGone);
}
