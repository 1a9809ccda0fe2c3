import { equal, keysOf } from "../canonical.ts";
import type { IntegrationResponseState, MethodRequest, MethodState } from "../state.ts";

/** Says in words how a method differs, in the order of API Gateway's own boxes. */
export function describeMethodChanges(
  after: MethodState,
  before: MethodState,
  functionLabel: (uri: string) => string,
): readonly string[] {
  return [
    ...describeRequest(after, before),
    ...describeIntegration(after, before, functionLabel),
    ...describeResponses(after, before),
  ];
}

function describeRequest(
  { request: after }: MethodState,
  { request: before }: MethodState,
): readonly string[] {
  const { authorizationType: _type, authorizer: _name, apiKeyRequired: _key, ...oldMembers } = before;
  const { authorizationType: _newType, authorizer: _newName, apiKeyRequired: _newKey, ...newMembers } = after;
  const { requestParameters: oldParameters, ...oldRest } = oldMembers;
  const { requestParameters: newParameters, ...newRest } = newMembers;
  const [from, to] = [authWord(before), authWord(after)];
  return [
    ...(from === to ? [] : [`auth ${from} -> ${to}`]),
    ...added(newParameters, oldParameters).map((name) => `${parameterWord(name)} added`),
    ...added(oldParameters, newParameters).map((name) => `${parameterWord(name)} removed`),
    ...changed(newParameters, oldParameters).map(
      (name) => `${parameterWord(name)} required by API Gateway: ${newParameters[name]}`,
    ),
    ...changed(newRest, oldRest).map((member) => `method request: ${member} changed`),
  ];
}

/** Who may call, in a word: `none`, `iam`, `API key`, or the authorizer's name. */
export function authWord({ authorizationType, authorizer, apiKeyRequired }: MethodRequest): string {
  if (authorizer !== "") return authorizer;
  if (authorizationType === "AWS_IAM") return "iam";
  if (authorizationType !== "NONE") return authorizationType;
  return apiKeyRequired ? "API key" : "none";
}

/** `method.request.querystring.greeter` → `query greeter`. */
function parameterWord(parameter: string): string {
  const [, , location = "", ...name] = parameter.split(".");
  return `${location === "querystring" ? "query" : location} ${name.join(".")}`;
}

function describeIntegration(
  { integration: after }: MethodState,
  { integration: before }: MethodState,
  functionLabel: (uri: string) => string,
): readonly string[] {
  if (after === undefined) return before === undefined ? [] : ["integration removed"];
  if (before === undefined) return ["integration added"];
  const { type: oldType, uri: oldUri, requestTemplates: oldTemplates, ...oldRest } = before;
  const { type: newType, uri: newUri, requestTemplates: newTemplates, ...newRest } = after;
  if (oldType !== newType) return [`integration ${typeWord(oldType)} -> ${typeWord(newType)}`];
  return [
    ...(oldUri === newUri ? [] : [`function ${functionLabel(oldUri)} -> ${functionLabel(newUri)}`]),
    ...(equal(oldTemplates, newTemplates) ? [] : ["request template changed"]),
    ...changed(newRest, oldRest).map((member) => `integration: ${member} changed`),
  ];
}

function typeWord(type: string): string {
  if (type === "AWS_PROXY") return "proxy";
  return type === "AWS" ? "custom" : type;
}

function describeResponses(after: MethodState, before: MethodState): readonly string[] {
  const { integrationResponses: newResponses, methodResponses: newStatuses } = after;
  const { integrationResponses: oldResponses, methodResponses: oldStatuses } = before;
  // A change of the integration type brings and takes all its responses: saying so once is enough.
  if (after.integration?.type !== before.integration?.type) return [];
  const statuses = [
    ...new Set([newResponses, newStatuses, oldResponses, oldStatuses].flatMap((one) => Object.keys(one))),
  ].sort();
  return statuses.flatMap((status) => {
    const [to, from] = [newResponses[status], oldResponses[status]];
    if (from === undefined && to === undefined) {
      return equal(newStatuses[status], oldStatuses[status]) ? [] : [`${status} method response changed`];
    }
    if (from === undefined) return [`${status} response added`];
    if (to === undefined) return [`${status} response removed`];
    const parts = changed(to, from).map((member) => responseWords[member]);
    if (!equal(newStatuses[status], oldStatuses[status])) parts.push("method response");
    return parts.map((part) => `${status} ${part} changed`);
  });
}

const responseWords = {
  selectionPattern: "selection pattern",
  responseParameters: "response headers",
  responseTemplates: "response template",
  contentHandling: "content handling",
} satisfies Record<keyof IntegrationResponseState, string>;

function added(after: object, before: object): readonly string[] {
  return Object.keys(after)
    .filter((name) => !(name in before))
    .sort();
}

/** Members of both that differ. */
function changed<Value extends object>(after: Value, before: Value): (keyof Value & string)[] {
  return keysOf(after)
    .sort()
    .filter((name) => name in before && !equal(after[name], before[name]));
}
