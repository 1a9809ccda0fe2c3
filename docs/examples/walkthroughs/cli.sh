export AWS_ENDPOINT_URL=${AWS_ENDPOINT_URL:-http://127.0.0.1:4566}
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-west-2
unset AWS_SESSION_TOKEN

function=arn:aws:lambda:us-west-2:123456789012:function:HelloWorld
zip -q hello-world.zip index.mjs
aws lambda create-function --function-name HelloWorld --runtime nodejs22.x --handler index.handler \
  --role arn:aws:iam::123456789012:role/any --zip-file fileb://hello-world.zip

api=$(aws apigateway create-rest-api --name 'HelloWorld (AWS CLI)' --query id --output text)
root=$(aws apigateway get-resources --rest-api-id $api --query 'items[0].id' --output text)
greeting=$(aws apigateway create-resource --rest-api-id $api --parent-id $root --path-part greeting \
  --query id --output text)
method="--rest-api-id $api --resource-id $greeting --http-method GET"

aws apigateway put-method $method --authorization-type NONE \
  --request-parameters method.request.querystring.greeter=false
aws apigateway put-method-response $method --status-code 200
aws apigateway put-integration $method --type AWS --integration-http-method POST \
  --uri arn:aws:apigateway:us-west-2:lambda:path/2015-03-31/functions/$function/invocations \
  --request-templates file://greeting.json
aws apigateway put-integration-response $method --status-code 200 --selection-pattern ""
aws lambda add-permission --function-name HelloWorld --statement-id api --action lambda:InvokeFunction \
  --principal apigateway.amazonaws.com --source-arn "arn:aws:execute-api:us-west-2:123456789012:$api/*/GET/greeting"

aws apigateway create-deployment --rest-api-id $api --stage-name test
curl "$AWS_ENDPOINT_URL/restapis/$api/test/_user_request_/greeting?greeter=me"
