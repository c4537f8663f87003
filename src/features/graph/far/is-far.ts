/** Below this zoom a large graph is drawn without text, which would be unreadable. */
const leastZoom = 0.3;
/** Above this zoom the text comes back. It is higher, so that the drawing does not flicker around the threshold. */
const wordsZoom = 0.36;

/** Whether a graph is drawn as plain boxes and lines. `wasFar`: how it was drawn before. */
export function isFarAt(zoom: number, wasFar: boolean): boolean {
  return zoom < (wasFar ? wordsZoom : leastZoom);
}
