import type { Missed } from "../data-plane/deployed-stage.ts";
import { compileRouter } from "../data-plane/route/router.ts";
import type { Reader } from "../store/store.ts";
import { resources, restApis, stages } from "./records.ts";
import { pathsOf } from "./resource-path.ts";

/** Makes what the data plane asks of requests that have found no stage or no route. */
export function createMissed(store: Reader): Missed {
  const regionOf = (restApiId: string) => store.keys(restApis).find(([, id]) => id === restApiId)?.[0];
  return {
    stage: (restApiId, stageName) => {
      const region = regionOf(restApiId);
      if (region === undefined) {
        return `there is no API ${restApiId} here: aws apigateway get-rest-apis lists those of a region`;
      }
      const names = store
        .list(stages, region, restApiId)
        .map((stage) => stage.stageName)
        .sort();
      return names.length === 0
        ? `API ${restApiId} has no stage yet: ${deploying(restApiId, stageName)} makes one`
        : `API ${restApiId} has no stage ${stageName}; it has ${names.join(", ")}`;
    },
    route: (restApiId, stageName, httpMethod, path) => {
      const region = regionOf(restApiId);
      if (region === undefined) return undefined;
      const all = store.list(resources, region, restApiId);
      const paths = pathsOf(all);
      const live = all.map(({ id, methods }) => ({
        id,
        path: paths.get(id) ?? "/",
        httpMethods: Object.keys(methods),
        method: (httpMethod: string) => (Object.hasOwn(methods, httpMethod) ? {} : undefined),
      }));
      const found = compileRouter(live).find(httpMethod, path);
      if (found.kind === "miss") return undefined;
      return `the API has ${found.route.resourcePath} by now, and the stage serves an older deployment: ${deploying(restApiId, stageName)}`;
    },
  };
}

function deploying(restApiId: string, stageName: string): string {
  return `aws apigateway create-deployment --rest-api-id ${restApiId} --stage-name ${stageName}`;
}
