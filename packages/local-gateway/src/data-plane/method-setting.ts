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
  return settings[settingKeyOf(request)] ?? settings["*/*"];
}

/** Such as `~1orders~1{id}/GET`. */
export function settingKeyOf({ resourcePath, methodSettings, method }: MethodOfRequest): string {
  return `${resourcePath.replaceAll("/", "~1")}/${methodSettings.httpMethod ?? method}`;
}

type MethodOfRequest = Pick<RoutedRequest, "resourcePath" | "methodSettings" | "method">;
