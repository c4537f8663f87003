import type { ArtifactId, PipelineId } from "#core/ids.ts";
import { cutText } from "#core/json/normalize-text.ts";
import { asId } from "#core/uuid.ts";

/** Kinds of files, by the prefix of their media type. */
export const artifactTypes = [
  { name: "markdown", label: "Markdown", mediaType: "text/markdown" },
  { name: "json", label: "JSON", mediaType: "application/json" },
  { name: "text", label: "Any text", mediaType: "text/" },
  { name: "image", label: "Images", mediaType: "image/" },
] as const;
export type ArtifactType = (typeof artifactTypes)[number]["name"];

export const artifactTimes = [
  { name: "24h", label: "Last 24 hours", seconds: 86_400 },
  { name: "7d", label: "Last 7 days", seconds: 7 * 86_400 },
  { name: "30d", label: "Last 30 days", seconds: 30 * 86_400 },
] as const;
export type ArtifactTime = (typeof artifactTimes)[number]["name"];

/** The page's filter and the open artifact, kept in the URL. */
export interface ArtifactsFilter {
  /** Part of the name; empty: any. */
  readonly text: string;
  readonly type: ArtifactType | null;
  readonly pipelineId: PipelineId | null;
  readonly within: ArtifactTime | null;
  /** Includes the document that each run leaves. */
  readonly withRunDocuments: boolean;
  readonly openId: ArtifactId | null;
}

/** Parses the filter from the URL, ignoring invalid values. */
export function parseArtifactsFilter(read: (name: string) => string | null): ArtifactsFilter {
  return {
    text: cutText((read("text") ?? "").trim(), 200),
    type: artifactTypes.find(({ name }) => name === read("type"))?.name ?? null,
    pipelineId: asId<PipelineId>(read("pipeline")),
    within: artifactTimes.find(({ name }) => name === read("within"))?.name ?? null,
    withRunDocuments: read("runs") === "yes",
    openId: asId<ArtifactId>(read("open")),
  };
}

/** The filter as a query string: `?type=json&within=7d`, or an empty string. */
export function artifactsQuery(filter: ArtifactsFilter): string {
  const { text, type, pipelineId, within, withRunDocuments, openId } = filter;
  const parts = [
    text === "" ? null : `text=${encodeURIComponent(text)}`,
    type === null ? null : `type=${type}`,
    pipelineId === null ? null : `pipeline=${pipelineId}`,
    within === null ? null : `within=${within}`,
    withRunDocuments ? "runs=yes" : null,
    openId === null ? null : `open=${openId}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** The filter as input for `artifacts.search`. */
export function searchInput({ text, type, pipelineId, within, withRunDocuments }: ArtifactsFilter) {
  return {
    text: text === "" ? null : text,
    mediaType: artifactTypes.find(({ name }) => name === type)?.mediaType ?? null,
    pipelineId,
    withinSeconds: artifactTimes.find(({ name }) => name === within)?.seconds ?? null,
    withRunDocuments,
  };
}
