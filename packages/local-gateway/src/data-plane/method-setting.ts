import type { MethodSetting } from "@aws-sdk/client-api-gateway";
import { isEmpty } from "../own.ts";
import type { DeployedStage } from "./deployed-stage.ts";
import type { RoutedRequest } from "./passing.ts";

/** A stage's settings for a method, or else for all methods. */
export function methodSettingOf(
  request: MethodOfRequest,
  { stage }: DeployedStage,
): MethodSetting | undefined {
  const settings = stage.methodSettings;
  if (settings === undefined || isEmpty(settings)) return undefined;
  return ownSettingOf(request, settings) ?? settings["*/*"];
}

/**
 * Those of the method alone, `~1orders~1{id}/GET`. Those of a method that is there as `ANY` go by the request's own
 * method (C: what the Serverless plugin for throttling sets for `ANY`).
 */
export function ownSettingOf(
  { resourcePath, methodSettings, method }: MethodOfRequest,
  settings: Readonly<Record<string, MethodSetting>>,
): MethodSetting | undefined {
  const path = resourcePath.replaceAll("/", "~1");
  return settings[`${path}/${method}`] ?? settings[`${path}/${methodSettings.httpMethod}`];
}

type MethodOfRequest = Pick<RoutedRequest, "resourcePath" | "methodSettings" | "method">;
