/**
 * The responses of a method or an integration, in the order of their status codes. A list and no object by status
 * code: to V8 such names are indexes of an array with holes, which costs kilobytes a method.
 */
export type ByStatus<Response extends WithStatus> = readonly Response[];

interface WithStatus {
  readonly statusCode: string;
}

export function ofStatus<Response extends WithStatus>(
  responses: ByStatus<Response> | undefined,
  statusCode: string,
): Response | undefined {
  return responses?.find((response) => response.statusCode === statusCode);
}

/** The responses with one more, or with one in the place of that of the same status. */
export function withResponse<Response extends WithStatus>(
  responses: ByStatus<Response> | undefined,
  added: Response,
): ByStatus<Response> {
  const others = withoutStatus(responses, added.statusCode) ?? [];
  return [...others, added].sort((a, b) => (a.statusCode < b.statusCode ? -1 : 1));
}

/** The responses without that of a status; undefined when none is left. */
export function withoutStatus<Response extends WithStatus>(
  responses: ByStatus<Response> | undefined,
  statusCode: string,
): ByStatus<Response> | undefined {
  const others = responses?.filter((response) => response.statusCode !== statusCode) ?? [];
  return others.length > 0 ? others : undefined;
}

/** As the SDK's shapes have them. */
export function mapByStatus<Response extends WithStatus, Converted>(
  responses: ByStatus<Response>,
  convert: (response: Response) => Converted,
): { [statusCode: string]: Converted } {
  return Object.fromEntries(responses.map((response) => [response.statusCode, convert(response)]));
}
