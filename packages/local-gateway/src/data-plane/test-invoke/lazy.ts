import type { createDataPlane as CreateDataPlane, DataPlaneOptions } from "../index.ts";
import type { TestAuthorizer } from "./test-authorizer.ts";
import type { TestMethod } from "./test-invoke.ts";

/** The data plane, loaded by its first request: a gateway that starts has nothing deployed, or is called later. */
export const createDataPlane: typeof CreateDataPlane = (options) => {
  let loading: Promise<ReturnType<typeof CreateDataPlane>> | undefined;
  let loaded: ReturnType<typeof CreateDataPlane> | undefined;
  const load = async () => {
    const dataPlane = await import("../index.ts");
    loaded = dataPlane.createDataPlane(options);
    return loaded;
  };
  return (request) => {
    if (loaded !== undefined) return loaded(request);
    loading ??= load();
    return loading.then((answer) => answer(request));
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
