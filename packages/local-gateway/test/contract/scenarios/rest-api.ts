import type { RestApi } from "@aws-sdk/client-api-gateway";
import { there } from "../../fixtures/running-gateway.ts";
import type { Run, Scenario } from "../scenario.ts";
import { add, newRestApi, remove, replace } from "./parts.ts";

export const restApi: Readonly<Record<string, Scenario>> = {
  "list and delete": async (run) => {
    const { api, name, of } = run;
    const first = await of(
      "create-rest-api-1",
      api.createRestApi({ name: name(), description: "this is my api" }),
    );
    const second = await of(
      "create-rest-api-2",
      api.createRestApi({ name: name(), description: "this is my api2" }),
    );
    await of("get-rest-api-before-delete", ownApis(run, [first.id, second.id]));
    await of("delete-rest-api", api.deleteRestApi({ restApiId: there(first.id) }));
    await of("get-rest-api-after-delete", ownApis(run, [first.id, second.id]));
  },

  "optional members": async ({ api, name, of }) => {
    await of("create-only-name", api.createRestApi({ name: name() }));
    await of("create-empty-desc", api.createRestApi({ name: name(), description: "" }));
    await of("create-with-version", api.createRestApi({ name: name(), version: "v1" }));
    await of("create-with-empty-binary-media", api.createRestApi({ name: name(), binaryMediaTypes: [] }));
    await of("string-compression-size", api.createRestApi({ name: name(), minimumCompressionSize: -1 }));
  },

  "private and IP address type": async ({ api, name, of }) => {
    const types: ["PRIVATE"] = ["PRIVATE"];
    await of(
      "create-with-private-type-and-ipv4-ip-address-type",
      api.createRestApi({ name: name(), endpointConfiguration: { ipAddressType: "ipv4", types } }),
    );
    await of(
      "create-with-private-type-and-wrong-ip-address-type",
      // @ts-expect-error: the SDK's types do not allow it
      api.createRestApi({ name: name(), endpointConfiguration: { ipAddressType: "wrong", types } }),
    );
    await of(
      "create-with-private-type-and-ipv4-ip-address-type-and-empty-description",
      api.createRestApi({
        name: name(),
        description: "",
        endpointConfiguration: { ipAddressType: "ipv4", types },
      }),
    );
  },

  "change IP address type": async (run) => {
    const { restApiId } = await newRestApi(run);
    const type = "/endpointConfiguration/types/0";
    const ipAddressType = "/endpointConfiguration/ipAddressType";
    for (const [key, ...patchOperations] of [
      [
        "update-rest-api-replace-type",
        replace(type, "EDGE"),
        replace(type, "REGIONAL"),
        replace(type, "PRIVATE"),
      ],
      ["update-rest-api-replace-to-ipv4-within-private-type", replace(ipAddressType, "ipv4")],
      ["update-rest-api-wrong-ipAddressType", replace(ipAddressType, "wrong")],
      ["update-rest-api-wrong-type", replace(type, "wrong")],
      ["update-rest-api-invalid-operation-on-ipAddressType", remove(ipAddressType, "dualstack")],
      ["update-rest-api-invalid-operation-on-type", remove(type, "EDGE")],
      ["update-rest-api-replace-ip-address-type", replace(ipAddressType, "dualstack")],
    ] as const) {
      await run.of(key, run.api.updateRestApi({ restApiId, patchOperations: [...patchOperations] }));
    }
  },

  "change compression": async (run) => {
    const { restApiId } = await newRestApi(run, { description: "this is my api" });
    const path = "/minimumCompressionSize";
    for (const [key, operation] of [
      ["enable-compression", replace(path, "10")],
      ["disable-compression", replace(path, "")],
      ["set-compression-zero", replace(path, "0")],
      ["set-negative-compression", replace(path, "-1")],
      ["set-string-compression", replace(path, "test")],
      ["unsupported-operation", add(path, "10")],
    ] as const) {
      await run.of(key, run.api.updateRestApi({ restApiId, patchOperations: [operation] }));
    }
  },

  "change binary media types": async (run) => {
    const { restApiId } = await newRestApi(run, { description: "this is my api" });
    const png = "/binaryMediaTypes/image~1png";
    for (const [key, ...patchOperations] of [
      ["update-rest-api-add", add(png), add("/binaryMediaTypes/image~1jpeg")],
      ["update-rest-api-replace", replace(png, "image/gif")],
      ["update-rest-api-remove", remove("/binaryMediaTypes/image~1gif"), remove("/description")],
    ] as const) {
      await run.of(key, run.api.updateRestApi({ restApiId, patchOperations: [...patchOperations] }));
    }
  },

  "binary media types as a list": async (run) => {
    const { restApiId } = await newRestApi(run, { description: "this is my api" });
    for (const [key, operation] of [
      ["update-rest-api-array", add("/binaryMediaTypes/-", "image/png")],
      ["update-rest-api-add-base-path", add("/binaryMediaTypes", "image/gif")],
      ["update-rest-api-replace-base-path", replace("/binaryMediaTypes", "image/gif")],
      ["update-rest-api-remove-base-path", remove("/binaryMediaTypes")],
    ] as const) {
      await run.of(key, run.api.updateRestApi({ restApiId, patchOperations: [operation] }));
    }
  },
};

/** The answer of GetRestApis with these APIs, in this order, and without those of others. */
async function ownApis({ api }: Run, ids: readonly (string | undefined)[]) {
  const answer = await api.getRestApis({ limit: 500 });
  const at = ({ id }: RestApi) => ids.indexOf(id);
  return {
    $metadata: answer.$metadata,
    items: (answer.items ?? []).filter((item) => at(item) >= 0).toSorted((one, other) => at(one) - at(other)),
  };
}
