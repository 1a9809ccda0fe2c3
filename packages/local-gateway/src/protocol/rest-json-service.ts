import { AwsError } from "../aws-error.ts";
import type { RawResponse } from "../raw-http.ts";
import { type Constraints, checkConstraints } from "./constraints.ts";
import type { ControlRequest } from "./control-request.ts";
import { readServiceShape } from "./operation-shape.ts";
import { type OperationTable, operationOf } from "./operation-table.ts";
import { readRestJson, takesBody, writeRestJson, writeRestJsonError } from "./rest-json.ts";
import { createRouter } from "./router.ts";

/** Answers requests to one service, errors included; only a fault of our own makes it reject. */
export interface RestJsonService {
  /** Whether a method and path name one of the service's operations. */
  recognises(request: Pick<ControlRequest, "method" | "rawPath" | "rawQuery">): boolean;
  handle(request: ControlRequest): Promise<RawResponse>;
}

export interface RestJsonServiceOptions<Context> {
  /** How the service is called in answers, such as "API Gateway". */
  readonly title: string;
  /** The namespace object of the SDK's client package, for its schemas. */
  readonly sdk: object;
  readonly constraints: Constraints;
  /** Bytes of a request's body; more is answered by 413. */
  readonly maximumBody?: number;
  /** What answers a request without the body that its operation takes. Without it, no body is an empty object. */
  readonly missingBody?: () => AwsError;
  readonly operations: OperationTable<Context>;
  readonly contextOf: (request: ControlRequest) => Context;
}

/**
 * Makes a service of a table of operations, in the order in which AWS works: find the operation, read the input,
 * check constraints, run, print. An operation of the SDK that the table lacks is answered by `501 NotImplemented`.
 */
export function createRestJsonService<Context>(options: RestJsonServiceOptions<Context>): RestJsonService {
  const shape = readServiceShape(options.sdk);
  const route = createRouter(shape.operations.values());
  const answer = async (request: ControlRequest): Promise<RawResponse> => {
    const match = route(request.method, request.rawPath, request.rawQuery);
    if (match === undefined) throw unknownOperation(options.title, request);
    const { maximumBody = Number.POSITIVE_INFINITY, missingBody } = options;
    if (request.body.byteLength > maximumBody) throw tooLarge(maximumBody);
    const run = operationOf(options, match.operation.name);
    const input = readRestJson(match, request);
    checkConstraints(match.operation, input, options.constraints);
    if (missingBody && request.body.byteLength === 0 && takesBody(match.operation)) throw missingBody();
    const output = await run(input, options.contextOf(request));
    return writeRestJson(match.operation, output);
  };
  return {
    recognises: (request) => route(request.method, request.rawPath, request.rawQuery) !== undefined,
    handle: async (request) => {
      try {
        return await answer(request);
      } catch (error) {
        if (error instanceof AwsError) return writeRestJsonError(shape, error);
        throw error;
      }
    },
  };
}

/** The status is HTTP's; what AWS answers is not known. */
function tooLarge(maximum: number): AwsError {
  return new AwsError(
    "RequestEntityTooLargeException",
    413,
    `The request's body is larger than ${maximum} bytes.`,
  );
}

function unknownOperation(title: string, request: ControlRequest): AwsError {
  return new AwsError(
    "UnknownOperationException",
    404,
    `${request.method} ${request.rawPath} is not an operation of ${title}.`,
  );
}
