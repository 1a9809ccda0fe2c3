import { api } from "@gatewright/runtime";
import { greet, hello, myResource } from "./routes.ts";

export const myApi = api({ name: "my-api", endpointType: "REGIONAL", routes: { hello, myResource, greet } });
