import type {
  GetSdkTypeRequest,
  GetSdkTypesRequest,
  SdkConfigurationProperty,
  SdkType,
  SdkTypes,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import { notFound } from "./errors.ts";
import { page } from "./page.ts";

export function GetSdkType(input: Checked<GetSdkTypeRequest>): SdkType {
  const type = sdkTypes.find(({ id }) => id === input.id);
  if (type === undefined) throw notFound("Invalid SdkType identifier specified");
  return type;
}

/** The answer has no `position`, so with a `limit` the rest can be had by asking for more only. */
export function GetSdkTypes(input: Checked<GetSdkTypesRequest>): SdkTypes {
  return { items: page(sdkTypes, input).items };
}

function property(
  name: string,
  friendlyName: string,
  description: string,
  required: boolean,
  defaultValue?: string,
): SdkConfigurationProperty {
  return { name, friendlyName, description, required, ...(defaultValue !== undefined && { defaultValue }) };
}

const classPrefix = property("classPrefix", "Class Prefix", "The prefix of the generated classes.", true);
const serviceName = property("service.name", "Service Name", "The name of the generated service.", true);

/**
 * The kinds of SDK that GetSdk makes (D: "Generate SDKs for REST APIs", with the parameters that GetSdk demands of
 * each). The sentences are our own.
 */
const sdkTypes: readonly SdkType[] = [
  {
    id: "android",
    friendlyName: "Android",
    description: "An SDK for Android.",
    configurationProperties: [
      property("groupId", "Group ID", "The Maven group of the SDK.", true),
      property("artifactId", "Artifact ID", "The Maven artifact of the SDK.", true),
      property("artifactVersion", "Artifact Version", "The version of the SDK.", true),
      property("invokerPackage", "Invoker Package", "The Java package of the SDK.", true),
    ],
  },
  {
    id: "java",
    friendlyName: "Java SDK",
    description: "An SDK for Java.",
    configurationProperties: [
      serviceName,
      property("java.package-name", "Java Package Name", "The Java package of the SDK.", true),
      property("java.build-system", "Java Build System", "maven or gradle.", false, "maven"),
      property("java.group-id", "Java Group Id", "The Maven group of the SDK.", false),
      property("java.artifact-id", "Java Artifact Id", "The Maven artifact of the SDK.", false),
      property("java.artifact-version", "Java Artifact Version", "The version of the SDK.", false),
    ],
  },
  {
    id: "javascript",
    friendlyName: "JavaScript",
    description: "An SDK for browsers.",
    configurationProperties: [],
  },
  {
    id: "objectivec",
    friendlyName: "iOS (Objective-C)",
    description: "An SDK for iOS in Objective-C.",
    configurationProperties: [classPrefix],
  },
  {
    id: "ruby",
    friendlyName: "Ruby",
    description: "An SDK for Ruby.",
    configurationProperties: [
      serviceName,
      property("ruby.gem-name", "Ruby Gem Name", "The name of the gem.", false),
      property("ruby.gem-version", "Ruby Gem Version", "The version of the gem.", false),
    ],
  },
  {
    id: "swift",
    friendlyName: "iOS (Swift)",
    description: "An SDK for iOS in Swift.",
    configurationProperties: [classPrefix],
  },
];
