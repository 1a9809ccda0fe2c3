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
// The credentials of the local API Gateway. For AWS: fromNodeProviderChain() of @aws-sdk/credential-providers.
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const myApi = createMyApi({ url: myApiUrl, region: "us-east-1", credentials, observe });
// The same client, but for the signature, or for what happens to the request after it was signed.
const unsigned = createMyApi({
  url: myApiUrl,
  region: "us-east-1",
  credentials,
  observe,
  fetch: (url, { headers: _, ...request }) => fetch(url, request),
});
const tampered = createMyApi({
  url: myApiUrl,
  region: "us-east-1",
  credentials,
  observe,
  fetch: (url, request) => fetch(`${url}?as=root`, request),
});

await helloWorld.greet({ greeter: "me" });
await helloWorld.greet({ greeter: "" });
const nobody = await helloWorld.greet.safe({});
if (!nobody.ok) console.log(`  (${nobody.error.code}: ${nobody.error.detail})`);

await myApi.hello();
await myApi.myResource({ myParam: "Hello from API Gateway!" });
await myApi.whoami();
for (const refused of [unsigned, tampered]) {
  const result = await refused.whoami.safe();
  if (result.ok) throw new Error("A request that is not signed right was let through.");
  console.log(`  (${result.error.code})`);
}
