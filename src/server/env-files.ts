import { z } from "zod";

/** 32 MB, the size that vendors accept in a request. */
export const defaultFileBytes = 33_554_432;
const mostFileBytes = 1_073_741_824;

/** Bucket names and object prefixes: only characters that need no escaping in a URL. */
const objectName = z
  .string()
  .regex(/^[\w.-]+(\/[\w.-]+)*\/?$/, "may have letters, digits, dots, hyphens and slashes");

const flag = z
  .enum(["0", "1", "true", "false"])
  .default("0")
  .transform((text) => text === "1" || text === "true");

/** The variables that say where files are stored. */
export const fileVariables = {
  FILES_MAX_BYTES: z.coerce.number().int().min(1).max(mostFileBytes).default(defaultFileBytes),
  FILES_FOLDER: z
    .string()
    .startsWith("/", "must be the whole path of a folder, such as /var/lib/penstock/files")
    .optional(),
  FILES_S3_ENDPOINT: z
    .url({ protocol: /^https?$/, error: "must be the http(s) address of a store, such as http://minio:9000" })
    .optional(),
  FILES_S3_REGION: z.string().default("us-east-1"),
  FILES_S3_BUCKET: objectName.optional(),
  FILES_S3_PREFIX: objectName.optional(),
  FILES_S3_ACCESS_KEY_ID: z.string().optional(),
  FILES_S3_SECRET_ACCESS_KEY: z.string().optional(),
  FILES_S3_PATH_STYLE: flag,
};

const fileSchema = z.object(fileVariables);
type Variables = z.infer<typeof fileSchema>;

/** Where the bytes of larger files are stored. */
export interface FileEnvironment {
  readonly maxBytes: number;
  readonly folder: string | null;
  readonly s3: FileBucket | null;
}

/** A bucket of an S3-compatible store. */
interface FileBucket {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** The prefix of all object names; empty, or ending with a slash. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly isPathStyle: boolean;
}

const bucketNames = [
  "FILES_S3_ENDPOINT",
  "FILES_S3_BUCKET",
  "FILES_S3_ACCESS_KEY_ID",
  "FILES_S3_SECRET_ACCESS_KEY",
] as const;

/** The variables missing where a bucket is only partly configured. */
export function halfBucket(values: Variables): string[] {
  const missing = bucketNames.filter((name) => values[name] === undefined);
  if (missing.length === 0) return [];
  const isAskedFor =
    missing.length < bucketNames.length || values.FILES_S3_PREFIX !== undefined || values.FILES_S3_PATH_STYLE;
  return isAskedFor ? [`a bucket for files also needs ${missing.join(", ")}`] : [];
}

function bucketOf(values: Variables): FileBucket | null {
  const { FILES_S3_ENDPOINT, FILES_S3_BUCKET, FILES_S3_ACCESS_KEY_ID, FILES_S3_SECRET_ACCESS_KEY } = values;
  if (FILES_S3_ENDPOINT === undefined || FILES_S3_BUCKET === undefined) return null;
  if (FILES_S3_ACCESS_KEY_ID === undefined || FILES_S3_SECRET_ACCESS_KEY === undefined) return null;
  return {
    endpoint: FILES_S3_ENDPOINT,
    region: values.FILES_S3_REGION,
    bucket: FILES_S3_BUCKET,
    prefix: (values.FILES_S3_PREFIX ?? "").replace(/([^/])$/, "$1/"),
    accessKeyId: FILES_S3_ACCESS_KEY_ID,
    secretAccessKey: FILES_S3_SECRET_ACCESS_KEY,
    isPathStyle: values.FILES_S3_PATH_STYLE,
  };
}

/** Converts the file variables to settings. */
export function readFileVariables(values: Variables): FileEnvironment {
  return {
    maxBytes: values.FILES_MAX_BYTES,
    folder: values.FILES_FOLDER ?? null,
    s3: bucketOf(values),
  };
}
