import type { createDataPlane as CreateDataPlane, DataPlaneOptions } from "./index.ts";
import type { TestAuthorizer } from "./test-authorizer.ts";
import type { TestMethod } from "./test-invoke.ts";

/** The data plane, loaded by its first request: a gateway that starts has nothing deployed, or is called later. */
export const createDataPlane: typeof CreateDataPlane = (options) => {
  let loading: Promise<ReturnType<typeof CreateDataPlane>> | undefined;
  return async (request) => {
    loading ??= import("./index.ts").then((dataPlane) => dataPlane.createDataPlane(options));
    return (await loading)(request);
  };
};

/** What tries methods and authorizers out. */
export interface Tests {
  readonly testMethod: TestMethod;
  readonly testAuthorizer: TestAuthorizer;
}

/** The data plane as `TestInvokeMethod` and `TestInvokeAuthorizer` use it, loaded by the first of them. */
export function createTests(options: DataPlaneOptions): Tests {
  return {
    testMethod: async (test) => (await import("./test-invoke.ts")).createTestMethod(options)(test),
    testAuthorizer: async (test) =>
      (await import("./test-authorizer.ts")).createTestAuthorizer(options)(test),
  };
}
