/**
 * Calls every endpoint of both APIs through the generated clients and prints each call.
 * Usage: node src/call.ts <URL of HelloWorld's stage> <URL of my-api's stage>
 */
import type { Exchange } from "@gatewright/client";
import { createHelloWorld } from "./hello-world.client.ts";
import { createMyApi } from "./my-api.client.ts";

const [helloWorldUrl, myApiUrl] = process.argv.slice(2);
if (helloWorldUrl === undefined || myApiUrl === undefined) {
  console.error("node src/call.ts <URL of HelloWorld's stage> <URL of my-api's stage>");
  process.exit(2);
}

const observe = ({ method, url, status, body }: Exchange) => {
  console.log(`${method} ${url}\n  ${status} ${body}`);
};

const helloWorld = createHelloWorld({ url: helloWorldUrl, observe });
const myApi = createMyApi({
  url: myApiUrl,
  region: "us-east-1",
  // The credentials of the local API Gateway. For AWS: fromNodeProviderChain() of @aws-sdk/credential-providers.
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  observe,
});

await helloWorld.greet({ greeter: "me" });
await helloWorld.greet({ greeter: "" });
const nobody = await helloWorld.greet.safe({});
if (!nobody.ok) console.log(`  (${nobody.error.code}: ${nobody.error.detail})`);

await myApi.hello();
await myApi.myResource({ myParam: "Hello from API Gateway!" });
await myApi.whoami();
