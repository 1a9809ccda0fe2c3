import type { Scenario } from "../scenario.ts";
import { mock, newResource, newRestApi } from "./parts.ts";

export const routing: Readonly<Record<string, Scenario>> = {
  "not found": async (run) => {
    const { restApiId, rootId } = await newRestApi(run);
    const resourceId = await newResource(run, restApiId, rootId, "existing");
    const responseTemplates = { "application/json": '{"statusCode": 200, "message": "exists"}' };
    await mock(run.api, { restApiId, resourceId, httpMethod: "GET" }, { response: { responseTemplates } });
    await run.deploy(restApiId, "dev");
    const stage = { restApiId, stageName: "dev" };
    run.keep("working-route", (await run.invoke(stage, "/existing")).text);
    for (const [key, path, method] of [
      ["not-found", "/random-non-existing", "GET"],
      ["wrong-method", "/existing", "POST"],
    ] as const) {
      const { text, headers } = await run.invoke(stage, path, { method });
      run.keep(key, { content: text, errorType: headers["x-amzn-ErrorType"] });
    }
  },
};
