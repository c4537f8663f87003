const spinnerMs = 1_000;
const plainReminderMs = 15_000;

/**
 * Runs a long phase under a line that shows it is alive: on a terminal one line that counts seconds, elsewhere a line
 * at the start, a reminder now and then, and one at the end.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @param {(result: T) => boolean} [isGood] whether what the work came to is a success
 * @param {() => string} [detail] what is running now, for the reminders
 * @returns {Promise<T>}
 */
export async function withProgress(title, work, isGood = () => true, detail = () => "") {
  const startedMs = Date.now();
  const seconds = () => Math.round((Date.now() - startedMs) / 1000);
  const live = process.stdout.isTTY === true;
  const show = () => {
    const doing = detail();
    const state = `${seconds()} s${doing === "" ? "" : `, ${doing}`}`;
    process.stdout.write(live ? `\r\x1b[2K· ${title} … ${state}` : `  … ${state}\n`);
  };
  if (live) show();
  else console.log(`· ${title} …`);
  const timer = setInterval(show, live ? spinnerMs : plainReminderMs);
  const end = (mark) => console.log(`${live ? "\r\x1b[2K" : ""}${mark} ${title} (${seconds()} s)`);
  try {
    const result = await work();
    end(isGood(result) ? "✓" : "✗");
    return result;
  } catch (error) {
    end("✗");
    throw error;
  } finally {
    clearInterval(timer);
  }
}
