terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}
variable "url" {}
variable "zip" {}
provider "aws" {
  region                  = "us-west-2"
  access_key              = "test"
  secret_key              = "test"
  skip_metadata_api_check = true
  skip_region_validation  = true
  endpoints {
    apigateway = var.url
    lambda     = var.url
    iam        = var.url
    sts        = var.url
    logs       = var.url
  }
}
resource "aws_iam_role" "fn" {
  name               = "fn"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "basic" {
  role       = aws_iam_role.fn.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_cloudwatch_log_group" "fn" {
  name              = "/aws/lambda/hello"
  retention_in_days = 7
}
resource "aws_lambda_function" "hello" {
  function_name    = "hello"
  runtime          = "nodejs22.x"
  handler          = "index.handler"
  role             = aws_iam_role.fn.arn
  filename         = var.zip
  source_code_hash = filebase64sha256(var.zip)
  environment { variables = { NAME = "terraform" } }
  tags = { a = "b" }
}
resource "aws_lambda_permission" "apigw" {
  statement_id  = "api"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.hello.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.api.execution_arn}/*/*"
}
resource "aws_api_gateway_rest_api" "api" {
  name               = "tf-api"
  description        = "made by terraform"
  binary_media_types = ["image/png"]
  endpoint_configuration { types = ["REGIONAL"] }
  tags = { team = "x" }
}
resource "aws_api_gateway_resource" "hello" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  parent_id   = aws_api_gateway_rest_api.api.root_resource_id
  path_part   = "hello"
}
resource "aws_api_gateway_request_validator" "v" {
  name                        = "v"
  rest_api_id                 = aws_api_gateway_rest_api.api.id
  validate_request_parameters = true
  validate_request_body       = true
}
resource "aws_api_gateway_model" "m" {
  rest_api_id  = aws_api_gateway_rest_api.api.id
  name         = "Order"
  content_type = "application/json"
  schema       = jsonencode({ type = "object" })
}
resource "aws_api_gateway_authorizer" "a" {
  name            = "a"
  rest_api_id     = aws_api_gateway_rest_api.api.id
  authorizer_uri  = aws_lambda_function.hello.invoke_arn
  type            = "TOKEN"
  identity_source = "method.request.header.Authorization"
}
resource "aws_api_gateway_method" "get" {
  rest_api_id          = aws_api_gateway_rest_api.api.id
  resource_id          = aws_api_gateway_resource.hello.id
  http_method          = "GET"
  authorization        = "NONE"
  request_validator_id = aws_api_gateway_request_validator.v.id
  request_parameters   = { "method.request.querystring.q" = false }
}
resource "aws_api_gateway_integration" "get" {
  rest_api_id             = aws_api_gateway_rest_api.api.id
  resource_id             = aws_api_gateway_resource.hello.id
  http_method             = aws_api_gateway_method.get.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = aws_lambda_function.hello.invoke_arn
}
resource "aws_api_gateway_method" "mock" {
  rest_api_id    = aws_api_gateway_rest_api.api.id
  resource_id    = aws_api_gateway_resource.hello.id
  http_method    = "POST"
  authorization  = "CUSTOM"
  authorizer_id  = aws_api_gateway_authorizer.a.id
  request_models = { "application/json" = aws_api_gateway_model.m.name }
}
resource "aws_api_gateway_integration" "mock" {
  rest_api_id       = aws_api_gateway_rest_api.api.id
  resource_id       = aws_api_gateway_resource.hello.id
  http_method       = aws_api_gateway_method.mock.http_method
  type              = "MOCK"
  request_templates = { "application/json" = "{\"statusCode\": 200}" }
}
resource "aws_api_gateway_method_response" "mock" {
  rest_api_id         = aws_api_gateway_rest_api.api.id
  resource_id         = aws_api_gateway_resource.hello.id
  http_method         = aws_api_gateway_method.mock.http_method
  status_code         = "200"
  response_models     = { "application/json" = "Empty" }
  response_parameters = { "method.response.header.X" = true }
}
resource "aws_api_gateway_integration_response" "mock" {
  rest_api_id         = aws_api_gateway_rest_api.api.id
  resource_id         = aws_api_gateway_resource.hello.id
  http_method         = aws_api_gateway_method.mock.http_method
  status_code         = aws_api_gateway_method_response.mock.status_code
  response_parameters = { "method.response.header.X" = "'y'" }
  response_templates  = { "application/json" = "{}" }
  depends_on          = [aws_api_gateway_integration.mock]
}
resource "aws_api_gateway_gateway_response" "r" {
  rest_api_id         = aws_api_gateway_rest_api.api.id
  response_type       = "DEFAULT_4XX"
  response_templates  = { "application/json" = "{\"message\":$context.error.messageString}" }
  response_parameters = { "gatewayresponse.header.Access-Control-Allow-Origin" = "'*'" }
}
resource "aws_api_gateway_deployment" "d" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  triggers    = { redeploy = "1" }
  depends_on  = [aws_api_gateway_integration.get, aws_api_gateway_integration_response.mock]
  lifecycle { create_before_destroy = true }
}
resource "aws_api_gateway_stage" "prod" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = aws_api_gateway_deployment.d.id
  stage_name    = "prod"
  variables     = { a = "b" }
  tags          = { s = "t" }
}
resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  method_path = "*/*"
  settings {
    throttling_burst_limit = 50
    throttling_rate_limit  = 100
  }
}
resource "aws_api_gateway_api_key" "k" { name = "k" }
resource "aws_api_gateway_usage_plan" "p" {
  name = "p"
  api_stages {
    api_id = aws_api_gateway_rest_api.api.id
    stage  = aws_api_gateway_stage.prod.stage_name
  }
  quota_settings {
    limit  = 1000
    period = "MONTH"
  }
  throttle_settings {
    burst_limit = 5
    rate_limit  = 10
  }
}
resource "aws_api_gateway_usage_plan_key" "pk" {
  key_id        = aws_api_gateway_api_key.k.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.p.id
}
resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.hello.function_name
  function_version = "$LATEST"
}
output "url" { value = "${var.url}/restapis/${aws_api_gateway_rest_api.api.id}/${aws_api_gateway_stage.prod.stage_name}/_user_request_/hello" }
resource "aws_api_gateway_rest_api" "spec" {
  name = "spec"
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "spec", version = "1.0" }
    paths   = { "/x" = { get = { "x-amazon-apigateway-integration" = { httpMethod = "GET", type = "HTTP_PROXY", payloadFormatVersion = "1.0", uri = "https://example.com" } } } }
  })
}
resource "aws_api_gateway_deployment" "spec" {
  rest_api_id = aws_api_gateway_rest_api.spec.id
}
resource "aws_api_gateway_stage" "spec" {
  rest_api_id           = aws_api_gateway_rest_api.spec.id
  deployment_id         = aws_api_gateway_deployment.spec.id
  stage_name            = "v1"
  client_certificate_id = aws_api_gateway_client_certificate.c.id
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = "$context.requestId $context.status"
  }
  canary_settings {
    deployment_id            = aws_api_gateway_deployment.spec.id
    percent_traffic          = 10
    stage_variable_overrides = { a = "c" }
  }
  xray_tracing_enabled = true
}
resource "aws_cloudwatch_log_group" "access" { name = "access" }
resource "aws_api_gateway_client_certificate" "c" { description = "c" }
resource "aws_api_gateway_documentation_part" "p" {
  rest_api_id = aws_api_gateway_rest_api.spec.id
  location {
    type   = "METHOD"
    method = "GET"
    path   = "/x"
  }
  properties = jsonencode({ description = "x" })
}
resource "aws_api_gateway_documentation_version" "v" {
  rest_api_id = aws_api_gateway_rest_api.spec.id
  version     = "1"
  depends_on  = [aws_api_gateway_documentation_part.p]
}
resource "aws_api_gateway_domain_name" "d" {
  domain_name              = "api.example.com"
  regional_certificate_arn = "arn:aws:acm:us-west-2:123456789012:certificate/00000000-0000-0000-0000-000000000000"
  endpoint_configuration { types = ["REGIONAL"] }
  security_policy = "TLS_1_2"
}
resource "aws_api_gateway_base_path_mapping" "m" {
  api_id      = aws_api_gateway_rest_api.spec.id
  stage_name  = aws_api_gateway_stage.spec.stage_name
  domain_name = aws_api_gateway_domain_name.d.domain_name
  base_path   = "v1"
}
resource "aws_api_gateway_rest_api_policy" "pol" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "${aws_api_gateway_rest_api.api.execution_arn}/*" }] })
}
resource "aws_api_gateway_account" "acct" { cloudwatch_role_arn = aws_iam_role.fn.arn }
resource "aws_iam_role_policy" "inline" {
  name   = "inline"
  role   = aws_iam_role.fn.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "logs:*", Resource = "*" }] })
}
resource "aws_iam_policy" "managed" {
  name   = "managed"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "logs:*", Resource = "*" }] })
}
resource "aws_api_gateway_vpc_link" "l" {
  name        = "l"
  target_arns = ["arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/net/x/1234567890123456"]
}
resource "aws_lambda_function" "published" {
  function_name                  = "published"
  runtime                        = "nodejs22.x"
  handler                        = "index.handler"
  role                           = aws_iam_role.fn.arn
  filename                       = var.zip
  publish                        = true
  reserved_concurrent_executions = 5
}
