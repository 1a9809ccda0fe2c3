import { CreateVpcLinkCommand, DeleteVpcLinkCommand } from "@aws-sdk/client-api-gateway";
import { expect, it } from "vitest";
import { deployApi, type MethodToDeploy } from "../fixtures/deployed-api.ts";
import { useEndpoint } from "../fixtures/http-endpoint.ts";
import { lastReason, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
// biome-ignore lint/suspicious/noTemplateCurlyInString: what API Gateway replaces
const variableLink = "${stageVariables.link}";
const endpoint = useEndpoint(({ headers }, response) => response.end(headers["host"]));

async function ask(integration: Partial<MethodToDeploy["integration"]>, link = "") {
  const base = await deployApi(gateway.apiGateway, {
    methods: [
      {
        path: "/",
        integration: {
          type: "HTTP_PROXY",
          integrationHttpMethod: "ANY",
          uri: endpoint.url,
          connectionType: "VPC_LINK",
          ...integration,
        },
      },
    ],
    variables: { link },
  });
  const response = await fetch(`${gateway.url}${base}/`);
  return { status: response.status, text: await response.text() };
}

async function makeLink(): Promise<string> {
  const targetArns = ["arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/net/nlb/1"];
  const { id } = await gateway.apiGateway.send(new CreateVpcLinkCommand({ name: "link", targetArns }));
  return there(id);
}

it("calls the host of a private integration's uri, over a link that is there", async () => {
  const { host } = new URL(endpoint.url);
  const id = await makeLink();
  expect(await ask({ connectionId: id })).toEqual({ status: 200, text: host });
  expect(await ask({ connectionId: variableLink }, id)).toEqual({ status: 200, text: host });
  expect(
    (await refusalOf(gateway.apiGateway.send(new DeleteVpcLinkCommand({ vpcLinkId: id })))).message,
  ).toMatch(/^Cannot delete vpc link\. Vpc link '\w+', is referenced in \[ANY:\w+:test, ANY:\w+:test\]/);
});

it("keeps a link that only stage variables name", async () => {
  const id = await makeLink();
  await ask({ connectionId: variableLink }, id);
  const refusal = await refusalOf(gateway.apiGateway.send(new DeleteVpcLinkCommand({ vpcLinkId: id })));
  expect(refusal.name).toBe("BadRequestException");
});

it.each([
  ["an unknown link", { connectionId: "gone" }, 'there is no VPC link "gone"'],
  ["a stage variable that is not set", { connectionId: variableLink }, 'there is no VPC link ""'],
  ["no link", {}, 'there is no VPC link ""'],
])("is a configuration error with %s", async (_, integration, reason) => {
  expect(await ask(integration)).toEqual({ status: 500, text: '{"message": "Internal server error"}' });
  expect(await lastReason(gateway.url)).toContain(reason);
});

it("does not ask for the links of API Gateway V2, which cannot be made here", async () => {
  const listener = "arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/alb/1/2";
  expect(await ask({ connectionId: "v2link", integrationTarget: listener })).toMatchObject({ status: 200 });
});
