import type { RawHeader } from "../raw-http.ts";

/** A request to the control plane, told apart from others but not yet read. */
export interface ControlRequest {
  readonly method: string;
  /** Not decoded; starts with "/". */
  readonly rawPath: string;
  /** Without the "?". */
  readonly rawQuery: string;
  readonly headers: readonly RawHeader[];
  readonly body: Uint8Array;
  readonly region: string;
  /** The access key of the signature; absent from an unsigned request. */
  readonly accessKeyId: string | undefined;
  readonly requestId: string;
}

/** The first header of that name, whatever its case. */
export function headerOf(headers: readonly RawHeader[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([candidate]) => candidate.toLowerCase() === wanted)?.[1];
}
