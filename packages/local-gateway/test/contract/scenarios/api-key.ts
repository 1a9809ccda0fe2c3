import { there } from "../../fixtures/running-gateway.ts";
import type { Scenario } from "../scenario.ts";
import { replace } from "./parts.ts";

export const apiKey: Readonly<Record<string, Scenario>> = {
  // Others have keys in the account too: every question is about names that begin as ours do.
  list: async ({ api, of, name }) => {
    const prefix = name();
    const [first, second] = [`${prefix}-1`, `${prefix}-2`];
    const named = (nameQuery: string) => api.getApiKeys({ nameQuery });

    await of("get-api-keys", named(prefix));
    await of("create-api-key", api.createApiKey({ name: first }));
    await of("get-api-keys-after-create-1", named(prefix));
    await of("get-api-keys-wrong-name-query", named(second));
    await of("get-api-keys-prefix-name-query", named(prefix.slice(0, -2)));
    await of("get-api-keys-prefix-name-query-cased", named(prefix.toUpperCase()));
    await of("get-api-keys-postfix-name-query", named(first.slice(2)));
    await of("get-api-keys-infix-name-query", named(first.slice(2, 20)));
    await of("create-api-key-2", api.createApiKey({ name: second }));
    await of("get-api-keys-after-create-2", named(prefix));
    await of("get-api-keys-name-query", named(second));
    await of("get-api-keys-prefix-name-query-2", named(prefix.slice(0, -2)));
    const page = { nameQuery: prefix, limit: 1 };
    const { position } = await of("get-apis-keys-pagination", api.getApiKeys(page));
    await of("get-apis-keys-pagination-2", api.getApiKeys({ ...page, position: there(position) }));
  },

  "limit below 0": async ({ api, of, name }) => {
    const keyName = name();
    await of("get-api-keys-invalid-limit", api.getApiKeys({ limit: -1, nameQuery: keyName }));
    const { id } = await of("create-api-key", api.createApiKey({ name: keyName, enabled: false }));
    await of(
      "update-api-key-name",
      api.updateApiKey({ apiKey: there(id), patchOperations: [replace("/name", name())] }),
    );
  },

  names: async ({ api, of }) => {
    await of("create-api-key-name-too-long", api.createApiKey({ name: "a".repeat(1025) }));
    await of("create-api-key-empty-name", api.createApiKey({ name: "" }));
    await of("create-api-key-no-name", api.createApiKey({}));
  },

  values: async ({ api, of }) => {
    await of("create-api-key-short-value", api.createApiKey({ value: "short" }));
    await of("create-api-key-invalid-value-too-long", api.createApiKey({ value: "a".repeat(129) }));
    await of("create-api-key-empty-value", api.createApiKey({ value: "" }));
  },

  "too long a description": async ({ api, of }) => {
    const description = "a".repeat(125_001);
    await of("create-api-key-description-too-long", api.createApiKey({ description }));
    const { id } = await api.createApiKey({});
    const patchOperations = [replace("/description", description)];
    await of("update-api-key-description-too-long", api.updateApiKey({ apiKey: there(id), patchOperations }));
  },

  "enabled as text": async ({ api, of }) => {
    const { id } = await api.createApiKey({});
    const patchOperations = [replace("/enabled", "not-a-boolean")];
    await of("update-api-key-invalid-enabled-type", api.updateApiKey({ apiKey: there(id), patchOperations }));
  },

  "change the id": async ({ api, of }) => {
    const { id } = await api.createApiKey({});
    const patchOperations = [replace("/id", "new-id")];
    await of("update-api-key-immutable-field", api.updateApiKey({ apiKey: there(id), patchOperations }));
  },
};
