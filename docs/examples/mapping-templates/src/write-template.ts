import { writeRequestTemplate } from "@gatewright/mapping-template";

const template = writeRequestTemplate({
  route: "GET /greeting",
  values: [{ key: "greeter", kind: "query", name: "greeter" }],
});
console.log(template);
