import { api } from "@gatewright/runtime";
import { greet } from "./routes/hello-world.ts";
import { hello, myResource, whoami } from "./routes/my-api.ts";

export const helloWorld = api({ name: "HelloWorld", stage: "test", routes: { greet } });

export const myApi = api({
  name: "my-api",
  stage: "prod",
  endpointType: "REGIONAL",
  routes: { hello, myResource, whoami },
});
