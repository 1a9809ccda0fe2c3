import { Architecture, InvocationType, LogType, PackageType, TracingMode } from "@aws-sdk/client-lambda";
import type { Constraint, Constraints } from "../../protocol/constraints.ts";

const FUNCTION_NAME: Constraint = {
  pattern:
    /^(?:arn:(?:aws[a-zA-Z-]*)?:lambda:)?(?:[a-z]{2}(?:-gov)?-[a-z]+-\d:)?(?:\d{12}:)?(?:function:)?[a-zA-Z0-9-_]+(?::(?:\$LATEST|[a-zA-Z0-9-_]+))?$/,
  shown:
    "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?",
};
const HANDLER: Constraint = { pattern: /^\S*$/, shown: "[^\\s]+" };
const ROLE: Constraint = {
  pattern: /^arn:(?:aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/,
  shown: "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+",
};
/** D: seconds. */
const TIMEOUT: Constraint = { minimum: 1, maximum: 900 };
/** D: megabytes. */
const MEMORY: Constraint = { minimum: 128, maximum: 10_240 };

/** D: the API reference of Lambda. Members are named in messages with a small first letter. */
export const lambdaConstraints: Constraints = {
  bodyPath: (_operation, path) => path.charAt(0).toLowerCase() + path.slice(1),
  members: {
    FunctionName: FUNCTION_NAME,
    "CreateFunctionRequest.Handler": HANDLER,
    "CreateFunctionRequest.Role": ROLE,
    "CreateFunctionRequest.Timeout": TIMEOUT,
    "CreateFunctionRequest.MemorySize": MEMORY,
    "CreateFunctionRequest.PackageType": { oneOf: Object.values(PackageType) },
    "CreateFunctionRequest.Architectures": { oneOf: Object.values(Architecture) },
    "UpdateFunctionCodeRequest.Architectures": { oneOf: Object.values(Architecture) },
    "UpdateFunctionConfigurationRequest.Handler": HANDLER,
    "UpdateFunctionConfigurationRequest.Role": ROLE,
    "UpdateFunctionConfigurationRequest.Timeout": TIMEOUT,
    "UpdateFunctionConfigurationRequest.MemorySize": MEMORY,
    "EphemeralStorage.Size": { minimum: 512, maximum: 10_240 },
    "TracingConfig.Mode": { oneOf: Object.values(TracingMode) },
    "AddPermissionRequest.StatementId": { pattern: /^[a-zA-Z0-9-_]{1,100}$/, shown: "([a-zA-Z0-9-_]+)" },
    "AddPermissionRequest.Action": {
      pattern: /^(?:lambda:[*]|lambda:[a-zA-Z]+|[*])$/,
      shown: "(lambda:[*]|lambda:[a-zA-Z]+|[*])",
    },
    InvocationType: { oneOf: Object.values(InvocationType) },
    LogType: { oneOf: Object.values(LogType) },
  },
};
