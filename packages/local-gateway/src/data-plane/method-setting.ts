import type { MethodSetting } from "@aws-sdk/client-api-gateway";
import { isEmpty } from "../own.ts";
import type { DeployedStage } from "./deployed-stage.ts";
import type { RoutedRequest } from "./passing.ts";

/**
 * A stage's settings for a method, `~1orders~1{id}/GET`, or else for all methods. Those of a method that is there as
 * `ANY` go by the request's own method (C: what the Serverless plugin for throttling sets for `ANY`).
 */
export function methodSettingOf(
  { resourcePath, methodSettings, method }: Pick<RoutedRequest, "resourcePath" | "methodSettings" | "method">,
  { stage }: DeployedStage,
): MethodSetting | undefined {
  const settings = stage.methodSettings;
  if (settings === undefined || isEmpty(settings)) return undefined;
  const path = resourcePath.replaceAll("/", "~1");
  return settings[`${path}/${method}`] ?? settings[`${path}/${methodSettings.httpMethod}`] ?? settings["*/*"];
}
