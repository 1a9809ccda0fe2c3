import type { Problem } from "../errors.ts";
import type { State } from "../state.ts";

/**
 * Everything that AWS would refuse and that can be known before the first call.
 *
 * Sources: API Gateway quotas and the CreateStage reference (resources, templates, stage names); Lambda quotas and
 * the CreateFunction reference (names, timeout, memory, directly uploaded packages); the IAM CreateRole reference.
 */
export function checkLimits(state: State): readonly Problem[] {
  const { scope, restApi, role, functions } = state;
  return [
    ...tooLong("The API's name", scope.api, limits.apiName),
    ...invalidStage(scope.stage),
    ...(role === undefined ? [] : tooLong("The execution role's name", role.name, limits.roleName)),
    ...functions.flatMap(checkFunction),
    ...sharedNames(state),
    ...(restApi === undefined
      ? []
      : [...tooManyResources(restApi.resources.length), ...restApi.methods.flatMap(checkTemplates)]),
  ];
}

/** The figures, each as AWS documents it. */
const limits = {
  /** Characters; ours, so that the names made from it stay readable. API Gateway itself documents none. */
  apiName: 128,
  roleName: 64,
  functionName: 64,
  stageName: 128,
  /** Resources of an API, the root included. Can be raised by AWS on request. */
  resources: 300,
  /** Bytes. */
  mappingTemplate: 300 * 1024,
  /** Bytes of a deployment package in the call itself. */
  codePackage: 50 * 1024 * 1024,
  /** Seconds. */
  functionTimeout: 900,
  /** Megabytes. */
  memory: { least: 128, most: 10_240 },
} as const;

function checkFunction({
  name,
  label,
  codeSize,
  configuration,
}: State["functions"][number]): readonly Problem[] {
  const problems = [...tooLong(`The name of function ${label}`, name, limits.functionName)];
  const { timeout, memorySize } = configuration;
  if (codeSize > limits.codePackage) {
    const megabytes = (codeSize / 1024 / 1024).toFixed(1);
    problems.push(
      exceeded(
        `The package of function ${label} has ${megabytes} MB; Lambda takes 50 MB in a call. Import less.`,
      ),
    );
  }
  if (timeout < 1 || timeout > limits.functionTimeout) {
    problems.push(exceeded(`Function ${label} has a timeout of ${timeout} s; Lambda takes 1 to 900 s.`));
  }
  if (memorySize < limits.memory.least || memorySize > limits.memory.most) {
    problems.push(
      exceeded(`Function ${label} has ${memorySize} MB of memory; Lambda takes 128 to 10,240 MB.`),
    );
  }
  return problems;
}

function checkTemplates({
  httpMethod,
  path,
  integration,
  integrationResponses,
}: NonNullable<State["restApi"]>["methods"][number]) {
  const templates = [
    { what: "request template", texts: Object.values(integration?.requestTemplates ?? {}) },
    ...Object.entries(integrationResponses).map(([status, { responseTemplates }]) => ({
      what: `${status} response template`,
      texts: Object.values(responseTemplates),
    })),
  ];
  return templates.flatMap(({ what, texts }) =>
    texts.some((text) => Buffer.byteLength(text) > limits.mappingTemplate)
      ? [
          exceeded(
            `The ${what} of ${httpMethod} ${path} is larger than 300 KB, API Gateway's limit. Declare fewer inputs.`,
          ),
        ]
      : [],
  );
}

function tooManyResources(count: number): readonly Problem[] {
  const all = count + 1;
  if (all <= limits.resources) return [];
  return [
    exceeded(`The API has ${all} resources; API Gateway takes 300. Split it, or let AWS raise the quota.`),
  ];
}

function invalidStage(stage: string): readonly Problem[] {
  const pattern = /^[A-Za-z0-9_-]+$/;
  if (pattern.test(stage) && stage.length <= limits.stageName) return [];
  const message = `The stage name "${stage}" is not letters, digits, - and _ only, or is longer than 128 characters. Choose another with --stage.`;
  return [{ code: "InvalidName", message }];
}

function sharedNames({ functions }: State): readonly Problem[] {
  return functions.flatMap(({ name, label }, index) => {
    const first = functions.findIndex((other) => other.name === name);
    if (first === index) return [];
    const message = `The functions ${functions[first]?.label} and ${label} would both be named ${name} on AWS. Rename one of the files.`;
    return [{ code: "InvalidName" as const, message }];
  });
}

function tooLong(what: string, name: string, most: number): readonly Problem[] {
  if (name.length <= most) return [];
  return [
    exceeded(
      `${what}, ${name}, has ${name.length} characters; AWS takes ${most}. Shorten the API's, the stage's or the file's name.`,
    ),
  ];
}

function exceeded(message: string): Problem {
  return { code: "LimitExceeded", message };
}
