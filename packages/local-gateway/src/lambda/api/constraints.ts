import {
  Architecture,
  FunctionVersion,
  InvocationType,
  LogType,
  PackageType,
  ResponseStreamingInvocationType,
  TracingMode,
} from "@aws-sdk/client-lambda";
import type { Constraint, Constraints } from "../../protocol/constraints.ts";
import { lowerFirst } from "../../protocol/lower-first.ts";

const namePattern =
  /^(?:arn:(?:aws[a-zA-Z-]*)?:lambda:)?(?:[a-z]{2}(?:-gov)?-[a-z]+-\d:)?(?:\d{12}:)?(?:function:)?[a-zA-Z0-9-_]+(?::(?:\$LATEST|[a-zA-Z0-9-_]+))?$/;
const nameStart =
  "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?";
/** R test_function_name_and_qualifier_validation, test_invalid_invoke. */
const functionName: Constraint = {
  pattern: namePattern,
  shown: `${nameStart}([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`,
};
const newFunctionName: Constraint = {
  pattern: namePattern,
  shown: `${nameStart}([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
};
const handler: Constraint = { pattern: /^\S*$/, shown: "[^\\s]+" };
const role: Constraint = {
  pattern: /^arn:(?:aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/,
  shown: "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+",
};
/** R test_function_name_and_qualifier_validation. */
const qualifier: Constraint = {
  pattern: /^(?:\$(?:LATEST(?:\.PUBLISHED)?)|[a-zA-Z0-9-_$]+)$/,
  shown: "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+",
};
/** R test_alias_naming. */
const alias: Constraint = {
  pattern: /^(?!^\d+$)[a-zA-Z0-9-_]+$/,
  shown: "(?!^[0-9]+$)([a-zA-Z0-9-_]+)",
};
/** R test_tag_exceptions. */
const taggable: Constraint = {
  pattern:
    /^arn:aws[a-zA-Z-]*:lambda:(?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d:\d{12}:(?:function:[a-zA-Z0-9-_]+(?::(?:\$LATEST|[a-zA-Z0-9-_]+))?|layer:[a-zA-Z0-9-_]+|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F-]{36}|capacity-provider:[a-zA-Z0-9-_]+)$/,
  shown:
    "arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)",
};
/** C (LocalStack). */
const destination: Constraint = {
  pattern:
    /^$|^arn:aws[a-zA-Z0-9-]*:[a-zA-Z0-9-]+:(?:[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d)?:(?:\d{12})?:.*$/,
  shown:
    "$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)",
};
/** D: seconds. */
const timeout: Constraint = { minimum: 1, maximum: 900 };
/** D: megabytes. */
const memory: Constraint = { minimum: 128, maximum: 10_240 };

/** D: the API reference of Lambda. Members are named in messages with a small first letter. */
export const lambdaConstraints: Constraints = {
  bodyPath: (_operation, path) => lowerFirst(path),
  outsidePath: lowerFirst,
  members: {
    FunctionName: functionName,
    "CreateFunctionRequest.FunctionName": newFunctionName,
    Qualifier: qualifier,
    "CreateAliasRequest.Name": alias,
    "UpdateAliasRequest.Name": alias,
    "GetAliasRequest.Name": alias,
    "DeleteAliasRequest.Name": alias,
    Resource: taggable,
    "ListFunctionsRequest.FunctionVersion": { oneOf: Object.values(FunctionVersion) },
    "PutFunctionConcurrencyRequest.ReservedConcurrentExecutions": {
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
    },
    MaximumRetryAttempts: { minimum: 0, maximum: 2 },
    MaximumEventAgeInSeconds: { minimum: 60, maximum: 21_600 },
    "OnSuccess.Destination": destination,
    "OnFailure.Destination": destination,
    "InvokeWithResponseStreamRequest.InvocationType": {
      oneOf: Object.values(ResponseStreamingInvocationType),
    },
    "CreateFunctionRequest.Handler": handler,
    "CreateFunctionRequest.Role": role,
    "CreateFunctionRequest.Timeout": timeout,
    "CreateFunctionRequest.MemorySize": memory,
    "CreateFunctionRequest.PackageType": { oneOf: Object.values(PackageType) },
    "CreateFunctionRequest.Architectures": { oneOf: Object.values(Architecture) },
    "UpdateFunctionCodeRequest.Architectures": { oneOf: Object.values(Architecture) },
    "UpdateFunctionConfigurationRequest.Handler": handler,
    "UpdateFunctionConfigurationRequest.Role": role,
    "UpdateFunctionConfigurationRequest.Timeout": timeout,
    "UpdateFunctionConfigurationRequest.MemorySize": memory,
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
