/** A large graph is drawn without words below this size: none of them could be read. */
const leastZoom = 0.3;
/**
 * From here on the words come back. It is larger, so that the drawing does not flicker for somebody who zooms near the
 * border.
 */
const wordsZoom = 0.36;

/** Whether a graph is seen from afar: as boxes and lines, without words. `wasFar`: how it was drawn before. */
export function isFarAt(zoom: number, wasFar: boolean): boolean {
  return zoom < (wasFar ? wordsZoom : leastZoom);
}
