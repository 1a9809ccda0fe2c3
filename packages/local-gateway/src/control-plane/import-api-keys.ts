import type { ApiKeyIds, ImportApiKeysRequest } from "@aws-sdk/client-api-gateway";
import { AwsError } from "../aws-error.ts";
import type { Checked } from "../protocol/checked.ts";
import { createApiKeyRecord, valuesOfApiKeys } from "./api-key.ts";
import type { ApiGatewayContext } from "./context.ts";
import { readCsv } from "./csv.ts";
import { badRequest } from "./errors.ts";
import { usagePlanKeys, usagePlans } from "./records.ts";

type Row = { readonly [column: string]: string };

/**
 * Makes a key of every row that can be one and warns of the others; with `failOnWarnings` a warning means that none is
 * made (D: "API Gateway API key file format"). The words of the warnings are not recorded.
 */
export function ImportApiKeys(input: Checked<ImportApiKeysRequest>, context: ApiGatewayContext): ApiKeyIds {
  const rows = readRows(Buffer.from(input.body).toString("utf8"));
  const warnings: string[] = [];
  const taken = valuesOfApiKeys(context);
  const ids = rows.flatMap((row, index) => {
    try {
      return [importRow(row, context, taken, warnings)];
    } catch (error) {
      if (!(error instanceof AwsError) || (error.status !== 400 && error.status !== 409)) throw error;
      warnings.push(`Row ${index + 1}: ${error.message}`);
      return [];
    }
  });
  if (input.failOnWarnings === true && warnings.length > 0) throw badRequest(warnings.join("; "));
  return { ids, warnings };
}

function importRow(row: Row, context: ApiGatewayContext, taken: Set<string>, warnings: string[]): string {
  const { region, store } = context;
  const given = row["key"] ?? "";
  // No value is made up for a key of a file.
  if (given === "") throw badRequest("API Key value should be at least 20 characters");
  const key = {
    value: given,
    name: row["name"],
    description: row["description"] === "" ? undefined : row["description"],
    enabled: (row["enabled"] ?? "").toLowerCase() === "true",
  };
  const { id, value } = createApiKeyRecord(context, key, taken);
  taken.add(value);
  const plans = (row["usageplanids"] ?? "").split(",").map((plan) => plan.trim());
  for (const plan of plans.filter((name) => name !== "")) {
    if (store.get(usagePlans, region, plan) === undefined) {
      warnings.push(`Invalid Usage Plan ID specified: ${plan}`);
    } else store.put(usagePlanKeys, [region, plan, id], { id });
  }
  return id;
}

/** The rows by the names in the first one, whose case does not matter. */
function readRows(text: string): readonly Row[] {
  const [header = [], ...rows] = readCsv(text);
  const columns = header.map((name) => name.toLowerCase().replaceAll(/[\s_]/g, ""));
  if (!columns.includes("key"))
    throw badRequest("Unable to import API Keys: the file has no column named key");
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ""])));
}
