import { compile, TemplateError } from "@gatewright/mapping-template";

try {
  const template = compile('{"id":"$context.extendedRequestId","order":$input.json("$.order")}');
  const { text } = template.render({
    body: '{"order":{"lines":[1,2]}}',
    params: { path: {}, querystring: {}, header: {} },
    context: { extendedRequestId: "JnQ=" },
    stageVariables: {},
  });
  console.log(JSON.parse(text));
} catch (error) {
  // The message has line, column and the line of the template with a caret.
  if (error instanceof TemplateError) console.error(error.code, error.message);
  else throw error;
}
