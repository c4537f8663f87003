/** A large graph is drawn without words below this size: none of them could be read. */
const leastZoom = 0.3;
/** From here on the words come back. It lies above, so that nobody who zooms about stands on the border. */
const wordsZoom = 0.36;

/** Whether a graph is seen from afar: as boxes and lines, without words. `wasFar`: how it was drawn before. */
export function isFarAt(zoom: number, wasFar: boolean): boolean {
  return zoom < (wasFar ? wordsZoom : leastZoom);
}
