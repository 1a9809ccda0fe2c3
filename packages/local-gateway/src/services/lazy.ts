import type { CallService } from "../data-plane/integration/service.ts";
import type { CallServiceOptions } from "./call-service.ts";

/** The calls of AWS services, loaded by the first of them. */
export function createServices(options: CallServiceOptions): CallService {
  let loading: Promise<CallService> | undefined;
  return async (request, signal) => {
    loading ??= import("./call-service.ts").then(({ createCallService }) => createCallService(options));
    return (await loading)(request, signal);
  };
}
