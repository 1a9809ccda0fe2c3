import type { createDataPlane as CreateDataPlane } from "./index.ts";

/** The data plane, loaded by its first request: a gateway that starts has nothing deployed, or is called later. */
export const createDataPlane: typeof CreateDataPlane = (options) => {
  let loading: Promise<ReturnType<typeof CreateDataPlane>> | undefined;
  return async (request) => {
    loading ??= import("./index.ts").then((dataPlane) => dataPlane.createDataPlane(options));
    return (await loading)(request);
  };
};
