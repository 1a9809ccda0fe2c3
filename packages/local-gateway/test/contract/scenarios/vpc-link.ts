import { setTimeout as sleep } from "node:timers/promises";
import { there } from "../../fixtures/running-gateway.ts";
import type { Run, Scenario } from "../scenario.ts";
import { replace } from "./parts.ts";

export const vpcLink: Readonly<Record<string, Scenario>> = {
  life: async (run) => {
    const { api, of, name, loadBalancer } = run;
    const linkName = name();
    run.keep("nlb-arn", loadBalancer);
    const made = await of(
      "create_vpc_link",
      api.createVpcLink({ name: linkName, targetArns: [loadBalancer] }),
    );
    const vpcLinkId = there(made.id);
    await available(run, vpcLinkId);
    await of("get_vpc_link", api.getVpcLink({ vpcLinkId }));
    const { items = [], $metadata } = await api.getVpcLinks({ limit: 500 });
    const own = { $metadata, items: items.filter(({ id }) => id === vpcLinkId) };
    await of("get_vpc_links", Promise.resolve(own));
    const patchOperations = [replace("/name", `${linkName}-updated`)];
    await of("update_vpc_link", api.updateVpcLink({ vpcLinkId, patchOperations }));
    await of("delete_vpc_link", api.deleteVpcLink({ vpcLinkId }));
  },

  "get an unknown one": async ({ api, of }) => {
    await of("get_vpc_link_invalid_id", api.getVpcLink({ vpcLinkId: "invalid-id" }));
  },

  "change an unknown one": async ({ api, of }) => {
    await of(
      "update_vpc_link_invalid_id",
      api.updateVpcLink({ vpcLinkId: "invalid-id", patchOperations: [replace("/name", "new-name")] }),
    );
  },
};

async function available({ api }: Run, vpcLinkId: string): Promise<void> {
  while ((await api.getVpcLink({ vpcLinkId })).status === "PENDING") await sleep(1000);
}
