export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The margin around the graph, as a fraction of its longer side. */
const margin = 0.05;

/** The part of the plane that a picture of this shape must show to contain all boxes; null without boxes. */
export function overviewBox(boxes: readonly Box[], ratio: number): Box | null {
  if (boxes.length === 0) return null;
  const [left, top] = [Math.min(...boxes.map(({ x }) => x)), Math.min(...boxes.map(({ y }) => y))];
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  const height = Math.max((right - left) / ratio, bottom - top) * (1 + 2 * margin);
  const width = height * ratio;
  return { x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height };
}

/** The boxes as one SVG path. */
export function boxesPath(boxes: readonly Box[]): string {
  return boxes.map(({ x, y, width, height }) => `M${x},${y}h${width}v${height}h${-width}z`).join("");
}
