/** What Lambda sets: no NODE_ENV among it. AWS: "Using Lambda environment variables", reserved ones. */
export const lambdaEnvironment: Readonly<Record<string, string>> = {
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "1024",
  AWS_LAMBDA_FUNCTION_NAME: "orders",
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  AWS_REGION: "eu-west-1",
  LAMBDA_TASK_ROOT: "/var/task",
};
