import { AwsError } from "../aws-error.ts";
import { readDocument } from "../control-plane/openapi/document.ts";
import { readApi } from "../control-plane/openapi/read.ts";
import type { Clock, Log } from "../effects.ts";
import { memberOf } from "../json-object.ts";
import type { Call } from "./call.ts";
import { type RateQuota, rateQuotas, totalRate } from "./rate-quotas.ts";
import { errorsOf } from "./service-errors.ts";
import { filled, fullBucket, type Rate, type TokenBucket, taken, wait } from "./token-bucket.ts";

/**
 * Makes the function that counts calls of API Gateway against its rates, by Region. AWS does not say how many of an
 * operation's calls it takes at once; here as many as its quota names. A call that is refused costs nothing.
 *
 * @param log told which rate a refused call was over: the caller is not
 * @throws AwsError `TooManyRequestsException`, with the whole seconds to wait in `Retry-After`.
 */
export function enforceRates(clock: Clock, log: Log): (call: Call) => void {
  const buckets = new Map<string, TokenBucket>();
  return (call) => {
    if (call.service !== "apigateway") return;
    const now = clock();
    const own = rateQuotas.find((quota) => isFor(quota, call));
    const rates: readonly (Rate & { readonly what: string })[] = [
      { ...totalRate, what: "all operations together" },
      ...(own === undefined ? [] : [{ ...own, what: nameOf(own) }]),
    ];
    const found = rates.map((rate) => {
      const name = `${call.region} ${rate.what}`;
      const bucket = filled(buckets.get(name) ?? fullBucket, rate, now);
      return { name, rate, bucket, milliseconds: wait(bucket, rate) };
    });
    const [longest] = found.toSorted((a, b) => b.milliseconds - a.milliseconds);
    if (longest !== undefined && longest.milliseconds > 0) {
      const { rate, milliseconds } = longest;
      const seconds = Math.ceil(milliseconds / 1000);
      log(
        `quota: ${call.operation} is refused: ${call.region} takes ${rate.what} ${printed(rate)}; again in ${seconds} s`,
      );
      throw errorsOf(call.service).throttled(seconds);
    }
    for (const { name, rate, bucket } of found) buckets.set(name, taken(bucket, rate));
  };
}

function nameOf({ operation, endpoint }: RateQuota): string {
  if (endpoint === undefined) return operation;
  return `${operation} of ${endpoint === "edge" ? "an edge-optimized API" : "an API that is not edge-optimized"}`;
}

function printed({ calls, seconds }: Rate): string {
  return `${calls === 1 ? "once" : `${calls} times`} in ${seconds === 1 ? "a second" : `${seconds} seconds`}`;
}

function isFor({ operation, endpoint }: RateQuota, call: Call): boolean {
  if (operation !== call.operation) return false;
  return endpoint === undefined || (endpoint === "edge") === isEdge(call);
}

/** Whether the new API is edge-optimized: what both operations make when they are not told otherwise. */
function isEdge(call: Call): boolean {
  const types = call.operation === "CreateRestApi" ? typesOfInput(call) : typesOfImport(call);
  return types === undefined || types.includes("EDGE");
}

function typesOfInput({ input }: Call): readonly unknown[] | undefined {
  const configuration: unknown = Reflect.get(input, "endpointConfiguration");
  const types = memberOf(configuration, "types");
  return Array.isArray(types) ? types : undefined;
}

/** The parameter of the call counts before what the definition file says. */
function typesOfImport(call: Call): readonly unknown[] | undefined {
  const parameters: unknown = Reflect.get(call.input, "parameters");
  const asked = memberOf(parameters, "endpointConfigurationTypes");
  if (typeof asked === "string") return [asked.toUpperCase()];
  const body: unknown = Reflect.get(call.input, "body");
  if (!(body instanceof Uint8Array)) return undefined;
  try {
    const options = { basePath: "ignore", ignoresDocumentation: true } as const;
    return readApi(readDocument(body, call), options).api.endpoint.types;
  } catch (error) {
    // The operation says what is wrong with the file.
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
